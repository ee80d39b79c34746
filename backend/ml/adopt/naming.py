"""What the person who brings a model says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """`labels` and `preprocess` (the fields of `ml.bundle.ImageSpec`) are for files that do not say so themselves."""

    slug: str
    title: str
    licence: str
    source: str
    labels: Sequence[str] = ()
    preprocess: Mapping[str, Any] | None = None

    def words(self) -> dict[str, Any]:
        """The part of a manifest that is for people."""
        return {
            "format": 1,
            "slug": self.slug,
            "title": self.title,
            "summary": f"Brought from {self.source}.",
            "licence": self.licence,
        }

    def lineage(self, form: str) -> dict[str, Any]:
        """Where it comes from."""
        return {"source": self.source, "form": form}

"""What the person who brings a model says of it, and what is known of its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ml.training.finish import preprocess_digest
from ml.training.folder import code_version
from ml.types import Spec


@dataclass(frozen=True, slots=True)
class Said:
    """`labels`, `vocabulary` and `preprocess` are for files that do not say so themselves.

    Args:
        labels: of a model of pictures, in the order of its outputs.
        vocabulary: of a model of speech, in the order of its outputs.
        preprocess: fields of `ImageSpec` or `SoundSpec`.
        origin: what goes into the lineage of where the files come from: hub, commit, the sha256 of each.
    """

    slug: str
    title: str
    licence: str
    source: str
    labels: Sequence[str] = ()
    vocabulary: Sequence[str] = ()
    preprocess: Mapping[str, Any] | None = None
    origin: Mapping[str, Any] = field(default_factory=dict)

    def words(self) -> dict[str, Any]:
        """The part of a manifest that is for people."""
        return {
            "format": 1,
            "slug": self.slug,
            "title": self.title,
            "summary": f"Brought from {self.source}.",
            "licence": self.licence,
        }

    def lineage(self, form: str, kind: str, spec: Spec) -> dict[str, Any]:
        """Where it comes from, and what took it in."""
        return {
            "source": self.source,
            "form": form,
            **self.origin,
            "preprocess_sha256": preprocess_digest(kind, spec),
            "code": code_version(),
        }

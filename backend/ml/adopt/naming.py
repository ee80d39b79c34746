"""What a manifest says of a model that somebody else made."""

from ml.adopt.details import Details
from ml.training.finish import preprocess_digest
from ml.training.folder import code_version
from ml.types import Spec


def words(details: Details) -> dict[str, object]:
    """The part of a manifest that is for people."""
    return {
        "format": 1,
        "slug": details.slug,
        "title": details.title,
        "summary": f"Brought from {details.source}.",
        "licence": details.licence,
    }


def lineage(details: Details, form: str, kind: str, spec: Spec) -> dict[str, object]:
    """Where it comes from, and what took it in."""
    return {
        "source": details.source,
        "form": form,
        **details.origin,
        "preprocess_sha256": preprocess_digest(kind, spec),
        "code": code_version(),
    }

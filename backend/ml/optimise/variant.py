"""What every variant has in common: options, what is told while it is made, and the bundle that comes out."""

from collections.abc import Mapping
from pathlib import Path

from ml.bundle import MODEL, Bundle, write_bundle
from ml.datasets.frozen import DataSet
from ml.kinds import metric_of
from ml.optimise.examples import check_same_kind
from ml.training.folder import code_version

# Points of the error rate, absolute, that a variant may be worse than its parent.
LARGEST_ALLOWED_LOSS = 0.01


def allowed_loss(technique: str, kind: str) -> float:
    """The agreed loss of a technique, where nobody says another."""
    return metric_of(kind).allowed_loss.get(technique, LARGEST_ALLOWED_LOSS)


def variant_name(parent: Bundle, technique: str) -> str:
    """`int8`, or `pruned-int8` where the parent is a variant itself."""
    return f"{parent.manifest.variant}-{technique}" if parent.manifest.variant else technique


def write_variant(
    parent: Bundle,
    technique: str,
    files: Mapping[str, Path],
    folder: Path,
    made: Mapping[str, object],
    **changes: object,
) -> Bundle:
    """Write the bundle of a variant: its parent's manifest, with what was made of it.

    Its parent's metrics and files are not its own; `changes` are the fields of the manifest that are new.

    Args:
        made: how it was made, as it stands in the lineage.
    """
    content = parent.manifest.model_dump(mode="json", exclude_none=True, exclude={"files", "metrics"})
    name = variant_name(parent, technique)
    title = content["title"].removesuffix(f" ({parent.manifest.variant})")
    content |= {"variant": name, "title": f"{title} ({name})", "metrics": {}}
    # Its preprocessing is its parent's, by the same numbers and the same code.
    kept = {key: value for key, value in parent.manifest.lineage.items() if key == "preprocess_sha256"}
    content["lineage"] = {
        "parent": parent.reference,
        "optimise": {"way": technique, **made},
        "code": code_version(),
        **kept,
    }
    return write_bundle(folder, content | changes, files)


def named(data_set: DataSet) -> dict[str, str]:
    """A data set as it stands in a lineage."""
    return {"slug": data_set.manifest.slug, "digest": data_set.digest}


def ready(bundle: Bundle, data_set: DataSet) -> Path:
    """The graph to start from. Raises OptimiseError where the data set is of another kind or has other labels."""
    check_same_kind(bundle, data_set)
    return bundle.file(MODEL)

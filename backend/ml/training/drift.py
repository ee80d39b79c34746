"""A bundle keeps what its validation items were like, so that it is told later whether what comes in has changed."""

from collections.abc import Callable
from typing import Protocol

from ml.bundle import Bundle, write_bundle
from ml.datasets.frozen import DataSet
from ml.drift.reference import Reference
from ml.kinds import KindFile, kind_of
from ml.progress import Progress, ProgressCallback


class MadeDrift(Protocol):
    """What validation items are like to a version."""

    def reference(self, bundle: Bundle, data_set: DataSet, tell: Callable[[int, int], None], /) -> Reference | None:
        """By the validation split of a data set; None where that is too small. Raises BadInput."""


MADE_DRIFT: KindFile[MadeDrift] = KindFile("drift")


def with_drift(bundle: Bundle, data_set: DataSet, callback: ProgressCallback = lambda _: None) -> Bundle:
    """The bundle with `drift` in its manifest, in its place; as it was, where there is nothing to keep.

    Raises:
        BadInput: a file of the data set cannot be read.
    """
    kind = kind_of(bundle.manifest.kind)
    if not kind.trains or kind.answer != "label" or data_set.kind != kind.name:
        return bundle
    found = MADE_DRIFT.of(kind.name).reference(
        bundle, data_set, lambda done, total: callback(Progress(stage="measure", done=done, total=total))
    )
    if found is None:
        return bundle
    content = bundle.manifest.model_dump(mode="json", exclude_none=True, exclude={"files"})
    content["drift"] = found.model_dump(mode="json", exclude_none=True)
    made_of = {"data_set": {"slug": data_set.manifest.slug, "digest": data_set.digest}, "items": found.items}
    content["lineage"] |= {"drift": made_of}
    return write_bundle(bundle.folder, content, {name: bundle.file(name) for name in bundle.manifest.files})

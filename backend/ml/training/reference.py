"""What a bundle needs to tell what its version does not know, from the data that the version learned from."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from ml.bundle import REFERENCE, Bundle, write_bundle
from ml.datasets.frozen import DataSet
from ml.kinds import KindFile, kind_of
from ml.progress import Progress, ProgressCallback
from ml.training.folder import code_version


class Kept(NamedTuple):
    """The arrays of the file, what goes into the bundle's metrics, and how many items there were, by what they are."""

    arrays: Mapping[str, NDArray[np.generic]]
    metrics: Mapping[str, JsonValue]
    items: Mapping[str, int]


class MadeReference(Protocol):
    """What is kept of what a version learned from."""

    def reference(self, bundle: Bundle, data_set: DataSet, tell: Callable[[int, int], None], /) -> Kept | None:
        """By the training and validation splits of a data set; None where these are too small."""


MADE_REFERENCE: KindFile[MadeReference] = KindFile("reference")


def with_reference(bundle: Bundle, data_set: DataSet, callback: ProgressCallback = lambda _: None) -> Bundle:
    """The bundle with `reference.npz`, in its place; as it was, where its kind or the data set has nothing to keep.

    Raises:
        BadInput: a file of the data set cannot be read.
    """
    kind = kind_of(bundle.manifest.kind)
    if not kind.trains or kind.answer != "label" or data_set.kind != kind.name:
        return bundle
    kept = MADE_REFERENCE.of(kind.name).reference(
        bundle, data_set, lambda done, total: callback(Progress(stage="measure", done=done, total=total))
    )
    return written(bundle, data_set, kept) if kept else bundle


def written(bundle: Bundle, data_set: DataSet, kept: Kept) -> Bundle:
    """The bundle with what is kept, in its place."""
    content = bundle.manifest.model_dump(mode="json", exclude_none=True, exclude={"files"})
    made_of = {"data_set": {"slug": data_set.manifest.slug, "digest": data_set.digest}, **kept.items}
    content["metrics"] |= kept.metrics
    content["lineage"] |= {"reference": {**made_of, "code": code_version()}}
    files = {name: bundle.file(name) for name in bundle.manifest.files if name != REFERENCE}
    with TemporaryDirectory() as workplace:
        file = Path(workplace) / REFERENCE
        np.savez_compressed(file, **dict[str, Any](kept.arrays))
        return write_bundle(bundle.folder, content, {**files, REFERENCE: file})

"""Pictures in ``.npz`` files: all JPEG files end to end in `jpeg`, cut at `offsets`, with `labels` and `classes`.

`names` (file names) is optional. A file `...-train.npz` or `...-test.npz` is that split. Or whole arrays of pictures
(`image_arrays`).
"""

import zipfile
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.datasets.archives.limits import DEFAULT, Limits
from ml.datasets.frozen import Exclusion
from ml.datasets.layouts import image_arrays
from ml.datasets.layouts.split_names import split_named
from ml.datasets.layouts.tree import Tree
from ml.datasets.progress import Watch
from ml.datasets.sample import Sample, Source, told_apart
from ml.errors import DataSetError
from ml.kinds import kind_that_learns

Arrays = Mapping[str, NDArray[np.generic]]
NEEDED = ("jpeg", "offsets", "labels", "classes")


def matches(tree: Tree) -> bool:
    """Whether there are ``.npz`` files at the top."""
    return any(name.endswith(".npz") for name in tree.top_level())


def read(tree: Tree, workspace: Path, watch: Watch) -> Source:
    """Cut the arrays into files. Raises DataSetError where they are not of this form."""
    samples: list[Sample] = []
    for name in (name for name in tree.top_level() if name.endswith(".npz")):
        arrays = _load(tree.path(name), DEFAULT)
        stem, whole = Path(name).stem, image_arrays.needed(set(arrays))
        folder = workspace / stem
        folder.mkdir(parents=True)
        pictures = (image_arrays.pictures_in if whole else _pictures)(stem, arrays, folder)
        samples += watch.over("unpack", pictures, image_arrays.count(arrays) if whole else len(arrays["labels"]))
    others = [Exclusion(file=name, reason="no .npz file") for name in tree.names if not name.endswith(".npz")]
    kind = kind_that_learns("label", "image").name
    return Source(kind, "pictures in .npz arrays", told_apart(samples), [*tree.ignored, *others])


def _load(path: Path, limits: Limits) -> Arrays:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > limits.allowed_bytes(path.stat().st_size):
            raise DataSetError(f"{path.name} unpacks to {size >> 20:,} MiB, far more than its own size, as bombs do.")
        with np.load(path, allow_pickle=False) as arrays:
            whole = image_arrays.needed(set(arrays))
            missing = [] if whole else [name for name in NEEDED if name not in arrays]
            if missing:
                raise DataSetError(
                    f"{path.name} lacks {', '.join(missing)}; it has {', '.join(arrays) or 'nothing'}. Read are too "
                    "train_images with train_labels (val_, test_), as MedMNIST has them, and x_train with y_train "
                    "(x_test), as Keras has them."
                )
            loaded = {name: arrays[name] for name in whole or (*NEEDED, "names") if name in arrays}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise DataSetError(
            f"{path.name} is no readable .npz file: {error}. Only numbers and texts are read; objects may run code."
        ) from error
    (image_arrays.refuse_wrong_shapes if whole else _refuse_wrong_shapes)(path.name, loaded)
    return loaded


def _refuse_wrong_shapes(name: str, arrays: Arrays) -> None:
    jpeg, offsets, labels = arrays["jpeg"], arrays["offsets"], arrays["labels"]
    if not labels.size:
        raise DataSetError(f"{name} holds no pictures: labels is empty.")
    if any(array.ndim != 1 for array in arrays.values()) or jpeg.dtype != np.uint8:
        raise DataSetError(f"{name}: every array must have one axis, and jpeg must hold bytes (uint8).")
    if not all(np.issubdtype(array.dtype, np.integer) for array in (offsets, labels)):
        raise DataSetError(f"{name}: offsets and labels must be whole numbers.")
    if len(offsets) != len(labels) + 1 or len(arrays.get("names", labels)) != len(labels):
        raise DataSetError(f"{name}: {len(labels)} labels need {len(labels) + 1} offsets and as many names.")
    ends = offsets.astype(np.int64)
    if (np.diff(ends) < 0).any() or ends[0] < 0 or ends[-1] > len(jpeg):
        raise DataSetError(f"{name}: the offsets do not rise from 0 to the {len(jpeg)} bytes of jpeg.")
    if labels.min() < 0 or labels.max() >= len(arrays["classes"]):
        raise DataSetError(f"{name}: a label has no name among the {len(arrays['classes'])} classes.")


def _pictures(stem: str, arrays: Arrays, folder: Path) -> Iterator[Sample]:
    split = split_named(stem.rsplit("-", maxsplit=1)[-1])
    names = arrays.get("names")
    for number, (start, end) in enumerate(pairwise(arrays["offsets"])):
        path = folder / f"{number:06d}.jpg"
        path.write_bytes(arrays["jpeg"][start:end].tobytes())
        label = str(arrays["classes"][arrays["labels"][number]])
        file_name = path.name if names is None else str(names[number])
        yield Sample(path, f"{stem}/{label}/{file_name}", label=label, split=split)

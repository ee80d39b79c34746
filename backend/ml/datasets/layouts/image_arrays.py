"""Pictures as whole arrays in an ``.npz`` file, with the numbers of their classes beside them.

MedMNIST has `train_images` and `train_labels` (also `val_` and `test_`), Keras `x_train` and `y_train`. The names of
the classes are in no such file, so that a class is called by its number.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.datasets.frozen import Split
from ml.datasets.sample import Sample
from ml.errors import DataSetError

Arrays = Mapping[str, NDArray[np.generic]]
PAIRS: Mapping[tuple[str, str], Split] = {
    ("train_images", "train_labels"): "train",
    ("val_images", "val_labels"): "validation",
    ("test_images", "test_labels"): "test",
    ("x_train", "y_train"): "train",
    ("x_test", "y_test"): "test",
}


def needed(held: set[str]) -> tuple[str, ...]:
    """The arrays of such a file; none where it is none."""
    return tuple(name for pair in PAIRS if held.issuperset(pair) for name in pair)


def refuse_wrong_shapes(name: str, arrays: Arrays) -> None:
    """Raises DataSetError."""
    for images, labels in (pair for pair in PAIRS if pair[0] in arrays):
        pictures, answers = arrays[images], arrays[labels]
        if pictures.dtype != np.uint8 or not (
            pictures.ndim == 3 or (pictures.ndim == 4 and pictures.shape[3] in {1, 3})
        ):
            raise DataSetError(
                f"{name}: {images} is {pictures.shape} of {pictures.dtype}; expected are pictures of bytes (uint8), "
                "(N, height, width) or (N, height, width, 3)."
            )
        if not np.issubdtype(answers.dtype, np.integer) or answers.size != len(pictures):
            raise DataSetError(
                f"{name}: {labels} is {answers.shape} of {answers.dtype}; expected is one whole number for each of the "
                f"{len(pictures)} pictures. Several labels of one picture are not trained here."
            )


def count(arrays: Arrays) -> int:
    """How many pictures there are."""
    return sum(len(arrays[images]) for images, _ in PAIRS if images in arrays)


def pictures_in(stem: str, arrays: Arrays, folder: Path) -> Iterator[Sample]:
    """Each picture as a PNG, which loses nothing."""
    for (images, labels), split in PAIRS.items():
        if images not in arrays:
            continue
        for number, (pixels, label) in enumerate(zip(arrays[images], arrays[labels].reshape(-1), strict=True)):
            path = folder / f"{split}-{number:06d}.png"
            grey = pixels.ndim == 3 and pixels.shape[2] == 1
            Image.fromarray(pixels[..., 0] if grey else pixels).save(path)
            yield Sample(path, f"{stem}/{label}/{path.name}", label=str(label), split=split)

"""CIFAR-10's binary batches (https://www.cs.toronto.edu/~kriz/cifar.html): a label byte and 3 x 32 x 32 bytes each."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from ml.datasets.frozen import Split
from ml.datasets.layouts.tree import Tree
from ml.datasets.progress import Watch
from ml.datasets.sample import Sample, Source
from ml.errors import DataSetError
from ml.kinds import kind_that_learns

SIDE = 32
RECORD = 1 + 3 * SIDE * SIDE
CLASS_NAMES = "batches.meta.txt"


def matches(tree: Tree) -> bool:
    """Whether there are binary batches at the top."""
    return bool(_batches(tree))


def read(tree: Tree, workspace: Path, watch: Watch) -> Source:
    """Store every picture as PNG; `test_batch.bin` is the test split.

    Raises:
        DataSetError: the class names are missing, a batch has a size that no CIFAR-10 batch has, or a label no name.
    """
    if CLASS_NAMES not in tree.names:
        raise DataSetError(
            f"There are CIFAR-10 batches but no {CLASS_NAMES} with the names of the classes beside them."
        )
    classes = tree.path(CLASS_NAMES).read_text(encoding="utf-8", errors="replace").split()
    batches = _batches(tree)
    total = sum(tree.path(name).stat().st_size for name in batches) // RECORD
    records = (sample for name in batches for sample in _pictures(tree.path(name), classes, workspace))
    kind, samples = kind_that_learns("label", "image").name, list(watch.over("unpack", records, total))
    return Source(kind, "CIFAR-10 batches", samples, tree.ignored)


def _batches(tree: Tree) -> list[str]:
    names = [name for name in tree.top_level() if name.endswith(".bin")]
    return [name for name in names if name.startswith("data_batch_") or name == "test_batch.bin"]


def _pictures(batch: Path, classes: list[str], workspace: Path) -> Iterator[Sample]:
    size = batch.stat().st_size
    if not size or size % RECORD:
        raise DataSetError(f"{batch.name} is cut off or not of CIFAR-10: a batch is a multiple of {RECORD} bytes long.")
    folder = workspace / batch.stem
    folder.mkdir(parents=True)
    split: Split = "test" if batch.stem == "test_batch" else "train"
    records = np.memmap(batch, np.uint8, "r").reshape(-1, RECORD)
    for number, record in enumerate(records):
        if record[0] >= len(classes):
            raise DataSetError(
                f"Picture {number} of {batch.name} has label {record[0]}; {len(classes)} names are known."
            )
        path = folder / f"{number:05d}.png"
        Image.fromarray(record[1:].reshape(3, SIDE, SIDE).transpose(1, 2, 0)).save(path, compress_level=1)
        yield Sample(path, f"{batch.stem}/{path.name}", label=classes[record[0]], split=split)

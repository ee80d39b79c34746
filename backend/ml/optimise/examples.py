"""The items of a split as a bundle's network takes them, and what a graph answers to them, by the code that serves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ml.bundle import Bundle
from ml.datasets.frozen import DataItem, DataSet, Split
from ml.errors import BadInput, OptimiseError
from ml.serving.session import Session
from ml.serving.task import Logits, Piece, Task
from ml.serving.tasks import task_of
from ml.types import Classification, Item, Output

PIXEL_LIMIT = 100_000_000
CHUNK = 64
Batch = NDArray[np.float32]
Element = TypeVar("Element")


@dataclass(frozen=True, slots=True)
class Example:
    """One item, read: its network inputs in order, and the right label or text."""

    name: str
    pieces: Sequence[Piece]
    truth: str

    @property
    def bytes(self) -> int:
        """Memory of the inputs."""
        return sum(piece.array.nbytes for piece in self.pieces)


def check_same_kind(bundle: Bundle, data_set: DataSet) -> None:
    """Raises OptimiseError where a data set cannot test a bundle, with the reason."""
    manifest = bundle.manifest
    if manifest.kind != data_set.kind:
        raise OptimiseError(f"{manifest.slug} does {manifest.kind}, the data set {data_set.manifest.slug} does not.")
    unknown = sorted(set(data_set.classes) - set(manifest.labels or data_set.classes))
    if unknown:
        raise OptimiseError(f"{manifest.slug} has no label {unknown[0]!r}, which {data_set.manifest.slug} has.")


def read(bundle: Bundle, data_set: DataSet, split: Split, most: int | None = None) -> Iterator[Example]:
    """Read the items of a split one by one; with `most`, so many of them, spread evenly over the split.

    Raises:
        OptimiseError: the split is empty, a file of it cannot be read, or the data set is of another kind.
    """
    check_same_kind(bundle, data_set)
    items = spread(data_set.items(split), most)
    if not items:
        raise OptimiseError(f"{data_set.manifest.slug} has no item in its {split} split.")
    task = task_of(bundle, PIXEL_LIMIT)
    for item in items:
        try:
            pieces = list(task.pieces(Item(data_set.path(item))))
        except BadInput as error:
            raise OptimiseError(f"{item.name} cannot be read: {error.detail}") from error
        yield Example(item.name, pieces, truth_of(item))


def read_within(examples: Iterator[Example], limit: int) -> list[Example]:
    """As many examples as fit into `limit` bytes, and at least one."""
    taken, used = [next(examples)], 0
    used = taken[0].bytes
    for example in examples:
        used += example.bytes
        if used > limit:
            break
        taken.append(example)
    return taken


def spread(items: Sequence[DataItem], most: int | None) -> Sequence[DataItem]:
    """At most so many items, at even distances, so that a split sorted by class or speaker gives some of each."""
    if most is None or len(items) <= most:
        return items
    return [items[index * len(items) // most] for index in range(most)]


def truth_of(item: DataItem) -> str:
    """The right label or text."""
    return item.label if item.label is not None else item.text or ""


def answers(session: Session, task: Task, examples: Sequence[Example]) -> list[str]:
    """The best label or the text of every example."""
    return [spoken(task.answer(Item(Path(example.name)), outputs)) for example, outputs in run(session, task, examples)]


def spoken(output: Output) -> str:
    """The part of an answer that is right or wrong."""
    return output.labels[0].label if isinstance(output, Classification) else output.text


def run(
    session: Session, task: Task, examples: Sequence[Example]
) -> Iterator[tuple[Example, list[tuple[int, Logits]]]]:
    """Compute the logits of all pieces, batched by shape as the service does; (length, logits) of every piece."""
    for part in parts_of(examples, CHUNK):
        computed = computed_by_shape(session, task, part)
        for index, example in enumerate(part):
            lengths = (piece.length for piece in example.pieces)
            yield example, [(length, computed[index, place]) for place, length in enumerate(lengths)]


def computed_by_shape(session: Session, task: Task, part: Sequence[Example]) -> dict[tuple[int, int], Logits]:
    """The logits of each (example, piece)."""
    places: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for index, example in enumerate(part):
        for place, piece in enumerate(example.pieces):
            places.setdefault(piece.array.shape, []).append((index, place))
    computed: dict[tuple[int, int], Logits] = {}
    for shape, rows in places.items():
        for some in parts_of(rows, task.batch_limit(shape)):
            stacked = np.stack([part[index].pieces[place].array for index, place in some])
            computed.update(zip(some, session.run(stacked), strict=True))
    return computed


def batches(examples: Sequence[Example], task: Task, size: int) -> Iterator[Batch]:
    """All pieces as batches of one shape each, for calibration."""
    by_shape: dict[tuple[int, ...], list[Batch]] = {}
    for example in examples:
        for piece in example.pieces:
            by_shape.setdefault(piece.array.shape, []).append(piece.array)
    for shape, arrays in sorted(by_shape.items()):
        for some in parts_of(arrays, min(size, task.batch_limit(shape))):
            yield np.stack(some)


def parts_of(elements: Sequence[Element], size: int) -> Iterator[Sequence[Element]]:
    """Cut into parts of so many, the last one shorter."""
    for first in range(0, len(elements), size):
        yield elements[first : first + size]

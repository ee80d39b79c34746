"""The items of a split as a bundle's network takes them, and what a graph answers to them, by the code that serves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.bundle import Bundle
from ml.datasets.frozen import DataItem, DataSet, Split
from ml.errors import BadInput, OptimiseError
from ml.sampling import parts_of, spread
from ml.serving.batching import by_shape
from ml.serving.predictor import Logits, Piece, Predictor, predictor_of
from ml.serving.session import Session
from ml.types import Limits

LIMITS = Limits(max_pixels=100_000_000)
CHUNK = 64
Batch = NDArray[np.float32]


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


@dataclass(frozen=True, slots=True)
class Row:
    """One piece: the place of its example, its own place in it, and what is computed."""

    example: int
    place: int
    array: NDArray[np.float32]


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
    predictor = predictor_of(bundle, LIMITS)
    for item in items:
        try:
            pieces = list(predictor.pieces(data_set.path(item)))
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


def truth_of(item: DataItem) -> str:
    """The right label or text."""
    return item.label if item.label is not None else item.text or ""


def answers(session: Session, predictor: Predictor, examples: Sequence[Example]) -> list[str]:
    """The best label or the text of every example."""
    outputs = run(session, predictor, examples)
    return [predictor.answer(logits).answer for _, logits in outputs]


def run(
    session: Session, predictor: Predictor, examples: Sequence[Example]
) -> Iterator[tuple[Example, list[tuple[int, Logits]]]]:
    """Compute the logits of all pieces, batched as the service does; (length, logits) of every piece."""
    for part in parts_of(examples, CHUNK):
        computed: dict[tuple[int, int], Logits] = {}
        for rows in by_shape(rows_of(part), predictor.batch_limit):
            logits = session.run(np.stack([row.array for row in rows]))
            computed.update(zip(((row.example, row.place) for row in rows), logits, strict=True))
        for index, example in enumerate(part):
            lengths = (piece.length for piece in example.pieces)
            yield example, [(length, computed[index, place]) for place, length in enumerate(lengths)]


def rows_of(examples: Sequence[Example]) -> Iterator[Row]:
    """All pieces."""
    for index, example in enumerate(examples):
        for place, piece in enumerate(example.pieces):
            yield Row(index, place, piece.array)


def batches(examples: Sequence[Example], predictor: Predictor, size: int) -> Iterator[Batch]:
    """All pieces as batches of one shape each, for calibration; the shapes in order."""
    found = by_shape(rows_of(examples), lambda shape: min(size, predictor.batch_limit(shape)))
    for rows in sorted(found, key=lambda rows: rows[0].array.shape):
        yield np.stack([row.array for row in rows])

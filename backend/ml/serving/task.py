"""What differs between the kinds of models, as the engine sees it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ml.types import Item, Output

Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Piece:
    """One row of a batch: an image, or a window of sound. `length` is what of `array` is not padding (samples)."""

    array: NDArray[np.float32]
    length: int


class Task(Protocol):
    """Preprocessing and postprocessing of one kind."""

    def pieces(self, item: Item) -> Iterator[Piece]:
        """Cut an item into rows, lazily, so that a long recording is never whole in memory.

        Raises:
            BadInput: the options or the file cannot be answered; possibly after some pieces.
        """

    def answer(self, item: Item, outputs: Sequence[tuple[int, Logits]]) -> Output:
        """Turn the (length, logits) of every piece, in order, into the item's answer. Raises BadInput."""

    def batch_limit(self, shape: tuple[int, ...]) -> int:
        """The largest number of pieces of one shape that are computed at once, at least 1."""

    def blank(self) -> Piece:
        """A valid input without meaning, to warm up with."""

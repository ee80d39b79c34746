"""The files of a batch, read by threads some way ahead of whoever computes."""

import logging
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from ml.errors import BadInput
from ml.options import RequestOptions
from ml.serving.clock import Clock
from ml.serving.predictor import Logits, Piece, Predictor
from ml.types import Item

logger = logging.getLogger(__name__)
# A long recording is never whole in memory.
PIECES = 3
NOTHING: Logits = np.zeros(0, np.float32)


@dataclass(slots=True)
class Request:
    """One item on its way: what it cost so far, the logits of its pieces, and why it failed, if it did.

    `familiar`: how familiar each piece is, where the version can tell; `traits` those of each piece that has some.
    """

    item: Item
    options: RequestOptions | None = None
    unused: tuple[str, ...] = ()
    clock: Clock = field(default_factory=Clock)
    batch_size: int = 0
    lengths: list[int] = field(default_factory=list)
    outputs: dict[int, Logits] = field(default_factory=dict)
    familiar: list[float] = field(default_factory=list)
    traits: list[Mapping[str, float]] = field(default_factory=list)
    error: BadInput | None = None

    @property
    def ended(self) -> bool:
        """Of one that has been read to the end whether nothing more of it is computed."""
        return self.error is not None or len(self.outputs) == len(self.lengths)


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of a request that waits for its batch."""

    request: Request
    position: int
    array: NDArray[np.float32]


class Reading:
    """One item, preprocessed some pieces at a time; by one thread at a time."""

    def __init__(self, request: Request, predictor: Predictor) -> None:
        self._request, self._predictor = request, predictor
        self._pieces: Iterator[Piece] | None = None
        self.ended = request.error is not None

    def some(self) -> list[Row]:
        """The rows of the next pieces, none of those that are empty.

        Never raises for an item: its request says what is wrong.
        """
        try:
            with self._request.clock.reading():
                return self._next()
        except BadInput as error:
            self._request.error = error
        except Exception:
            logger.exception("an item could not be read")
            self._request.error = BadInput("decode_failed", "The file could not be read.")
        self.ended = True
        return []

    def _next(self) -> list[Row]:
        if self.ended:
            return []
        if self._pieces is None:
            self._pieces = self._predictor.pieces(self._request.item.path)
        rows, pieces = [], list(islice(self._pieces, PIECES))
        for piece in pieces:
            position = len(self._request.lengths)
            self._request.lengths.append(piece.length)
            if piece.traits:
                self._request.traits.append(piece.traits)
            if piece.empty:
                self._request.outputs[position] = NOTHING
            else:
                rows.append(Row(self._request, position, piece.array))
        self.ended = len(pieces) < PIECES
        return rows


class Rows:
    """All rows of a batch, each file read when its turn comes, by whoever asks."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings

    def __iter__(self) -> Iterator[Row]:
        for reading in self._readings:
            while not reading.ended:
                yield from reading.some()

    def close(self) -> None:
        """Nothing is read that nobody asks for."""


class RowsAhead:
    """The same, read from now on by threads of its own: of so many items ahead of whoever asks."""

    def __init__(self, readings: Sequence[Reading], threads: int, ahead: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reader")
        self._ahead, self._left = ahead, iter(readings)
        self._begun: deque[tuple[Reading, Future[list[Row]]]] = deque()
        self._closed: Future[list[Row]] = Future()
        self._begin()

    def __iter__(self) -> Iterator[Row]:
        while self._begun:
            reading, future = self._begun.popleft()
            if not future.done():
                wait((future, self._closed), return_when=FIRST_COMPLETED)
            if self._closed.done():
                return
            rows = future.result()
            if not reading.ended:
                self._begun.appendleft((reading, self._pool.submit(reading.some)))
            self._begin()
            yield from rows

    def close(self) -> None:
        """Nobody is given more. Who just reads is not waited for: it may be what takes for ever."""
        if not self._closed.done():
            self._closed.set_result([])
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _begin(self) -> None:
        for reading in islice(self._left, self._ahead - len(self._begun)):
            self._begun.append((reading, self._pool.submit(reading.some)))

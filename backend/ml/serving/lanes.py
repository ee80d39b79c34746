"""Parts of batches computed side by side on the cores of a CPU, or one after the other."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from math import prod
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from ml.serving.batching import Row, Shape
from ml.serving.clock import Span
from ml.serving.session import Session
from ml.serving.setup import Setup

Logits = NDArray[np.float32]
AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(frozen=True, slots=True)
class Computed(Generic[AnyRow]):
    """What one inference gave: the logits of its rows, or why there are none, and from when to when it ran.

    `together` rows came together; some of them may be in other inferences. `embeddings` are there where the graph
    gives them.
    """

    rows: Sequence[AnyRow]
    together: int
    logits: Logits | Exception
    span: Span
    embeddings: Logits | None = None


class Lanes:
    """Inferences side by side, each by a thread of its own with its share of the threads that compute.

    Threads that share one inference wait for each other at every layer, and the longer the more other work there is on
    the machine; lanes wait for each other once, when nothing is left to compute. They take a second copy of the
    weights, loaded when it is first needed.

    Args:
        whole: a session with all threads, for what comes alone.
        open_share: opens a session with the share of one lane.
        allowed: how many rows of a shape the kind allows together.
    """

    def __init__(
        self, setup: Setup, whole: Session, open_share: Callable[[], Session], allowed: Callable[[Shape], int]
    ) -> None:
        self.count, self._setup, self._whole = setup.lanes, setup, whole
        self._open, self._allowed = open_share, allowed
        self._share: Session | None = None
        self._opening = threading.Lock()
        self._pool = ThreadPoolExecutor(setup.lanes, thread_name_prefix="lane")

    def limit(self, shape: Shape) -> int:
        """How many rows of a shape come together."""
        return self.count * self._items(shape)

    def whole(self, batch: Sequence[AnyRow]) -> Iterator[Computed[AnyRow]]:
        """Compute a batch in one inference, by all threads."""
        yield compute(self._whole, batch, len(batch))

    def in_turn(self, batch: Sequence[AnyRow]) -> Iterator[Computed[AnyRow]]:
        """Compute the parts of a batch one after the other, each by all threads."""
        for part in self._parts(batch):
            yield compute(self._whole, part, len(batch))

    def begin(self, batch: Sequence[AnyRow]) -> "Iterator[Future[Computed[AnyRow]]]":
        """Let the parts of a batch wait for a lane, behind those that wait already."""
        for part in self._parts(batch):
            yield self._pool.submit(self._in_lane, part, len(batch))

    def stop(self) -> None:
        """Let what is computed here fail; nobody waits for it any more."""
        self._whole.stop()
        if self._share:
            self._share.stop()

    def rest(self, rows: Sequence[NDArray[np.float32]]) -> None:
        """Compute a few small rows and give back the memory that larger ones have left."""
        self._whole.rest(rows)
        if self._share:
            self._share.rest(rows)

    def _parts(self, batch: Sequence[AnyRow]) -> Iterator[Sequence[AnyRow]]:
        return self._setup.parts(batch, self._items(batch[0].array.shape))

    def _in_lane(self, part: Sequence[AnyRow], together: int) -> Computed[AnyRow]:
        with self._opening:
            self._share = self._share or self._open()
        return compute(self._share, part, together)

    def _items(self, shape: Shape) -> int:
        return self._setup.items(prod(shape), self._allowed(shape))


def compute(session: Session, rows: Sequence[AnyRow], together: int) -> Computed[AnyRow]:
    """One inference, whatever comes of it."""
    began = time.perf_counter()
    logits: Logits | Exception
    embeddings: Logits | None = None
    try:
        logits, embeddings = session.infer_rows([row.array for row in rows])
    except Exception as error:  # noqa: BLE001 - whoever asks tries the rows one by one
        logits = error
    return Computed(rows, together, logits, (began, time.perf_counter()), embeddings)

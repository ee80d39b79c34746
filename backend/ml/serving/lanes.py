"""Batches computed side by side on the cores of a CPU, or one after the other."""

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from math import prod
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from ml.serving.batching import Row, Shape
from ml.serving.session import Session
from ml.serving.setup import Setup

Logits = NDArray[np.float32]
AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(frozen=True, slots=True)
class Computed(Generic[AnyRow]):
    """What one inference gave: the logits of its rows, or why there are none, after so many seconds.

    `together` rows came together; some of them may be in other inferences.
    """

    rows: Sequence[AnyRow]
    together: int
    logits: Logits | Exception
    seconds: float


class Lanes:
    """Inferences side by side, each by a thread of its own with its share of the threads that compute.

    Threads that share one inference wait for each other at every layer, and the longer the more other work there is on
    the machine; lanes wait for each other once, when all batches are computed. They take a second copy of the weights,
    loaded when it is first needed.

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
        self._pool = ThreadPoolExecutor(setup.lanes, thread_name_prefix="lane")

    def limit(self, shape: Shape) -> int:
        """How many rows of a shape come together."""
        return self.count * self._items(shape)

    def computed(self, batches: Iterable[Sequence[AnyRow]], *, few: bool) -> Generator[Computed[AnyRow]]:
        """Every row once, in some order; lanes compute a little ahead of whoever asks, and nothing more when it closes.

        Args:
            few: a batch of fewer rows than lanes has all threads, unless a lane works.
        """
        ahead: deque[Future[Computed[AnyRow]]] = deque()
        try:
            for batch in batches:
                if few and len(batch) < self.count and not ahead:
                    yield compute(self._whole, batch, len(batch))
                    continue
                for part in self._setup.parts(batch, self._items(batch[0].array.shape)):
                    if self.count == 1:
                        yield compute(self._whole, part, len(batch))
                    else:
                        ahead.append(self._begin(part, len(batch)))
                while len(ahead) > 2 * self.count:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()

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

    def _begin(self, part: Sequence[AnyRow], together: int) -> "Future[Computed[AnyRow]]":
        share = self._share = self._share or self._open()
        return self._pool.submit(compute, share, part, together)

    def _items(self, shape: Shape) -> int:
        return self._setup.items(prod(shape), self._allowed(shape))


def compute(session: Session, rows: Sequence[AnyRow], together: int) -> Computed[AnyRow]:
    """One inference, whatever comes of it."""
    began = time.perf_counter()
    logits: Logits | Exception
    try:
        logits = session.run_rows([row.array for row in rows])
    except Exception as error:  # noqa: BLE001 - whoever asks tries the rows one by one
        logits = error
    return Computed(rows, together, logits, time.perf_counter() - began)

"""The inferences of what is claimed together, some of them begun ahead of whoever asks."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, wait
from typing import Generic

from ml.serving.lanes import AnyRow, Computed, Lanes
from ml.serving.watch import AGAIN


class Stream(Generic[AnyRow]):
    """Batches of rows on their way through the lanes, or computed one after the other where there are none.

    One thread asks for what is computed. Before that another one may feed the lanes, while they compute the end of
    what was claimed earlier: so no lane waits where one claim ends and the next begins.

    Args:
        few: a batch of fewer rows than lanes has all threads, unless a lane works.
    """

    def __init__(self, lanes: Lanes, batches: Iterable[Sequence[AnyRow]], *, few: bool = False) -> None:
        self._lanes, self._batches, self._few = lanes, iter(batches), few
        self._ahead: deque[Future[Computed[AnyRow]]] = deque()
        self._taking = threading.Lock()

    def feed(self) -> None:
        """Let the first parts wait for a lane."""
        while self._lanes.count > 1 and not self._enough and self._take(few=False) is not None:
            pass

    def computed(self, room: Callable[[], None] = lambda: None) -> Iterator[Computed[AnyRow]]:
        """Every row once, in some order; lanes compute a little ahead of whoever asks.

        Args:
            room: called when all that is left of it has its lane, and another stream may be fed.
        """
        while (here := self._take(few=self._few)) is not None:
            yield from here
            while self._enough:
                yield self._oldest()
        while len(self._ahead) > self._lanes.count:
            yield self._oldest()
        if self._ahead:
            room()
        while self._ahead:
            yield self._oldest()

    def close(self) -> None:
        """Nothing more of it is computed, and no lane works for it afterwards. What it takes from is closed before."""
        with self._taking:
            self._batches = iter(())
        running = [future for future in self._ahead if not future.cancel()]
        while not all(future.done() for future in running):
            self._lanes.stop()
            wait(running, AGAIN)
        self._ahead.clear()

    @property
    def _enough(self) -> bool:
        return len(self._ahead) > 2 * self._lanes.count

    def _take(self, *, few: bool) -> Iterator[Computed[AnyRow]] | None:
        """The next batch goes to the lanes, or is computed by whoever asks for what is returned; None: that was all."""
        with self._taking:
            batch = next(self._batches, None)
            if batch is None:
                return None
            if self._lanes.count == 1:
                return self._lanes.in_turn(batch)
            if few and len(batch) < self._lanes.count and not self._ahead:
                return self._lanes.whole(batch)
            self._ahead.extend(self._lanes.begin(batch))
            return iter(())

    def _oldest(self) -> Computed[AnyRow]:
        # It stays there until it is done, since whoever is interrupted here closes what is there.
        one = self._ahead[0].result()
        self._ahead.popleft()
        return one

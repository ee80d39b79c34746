"""How long a batch may take: a graph may hold a loop without an end, and while it runs no signal is heard by Python."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Between two calls of `stop`: what it stops may have been about to begin.
AGAIN = 0.1


class TimeUp(BaseException):
    """The batch has run longer than it may. No `except Exception` on the way may swallow it."""


class Watch:
    """A thread that calls `stop` when one batch at a time takes longer than so many seconds, until that has ended.

    Nobody wakes it, so that a batch costs no more than to note the time: it sleeps until the batch that it saw would be
    late, and where it saw none as long as one may take.
    """

    def __init__(self, seconds: float, stop: Callable[[], None]) -> None:
        self._seconds, self._stop = seconds, stop
        self._began: float | None = None
        self._late = False
        self._whose = 0
        self._thread: threading.Thread | None = None

    @contextmanager
    def over(self) -> Iterator[None]:
        """Watch what the block does."""
        self._late, self._whose, self._began = False, threading.get_ident(), time.monotonic()
        if self._thread is None:
            self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
            self._thread.start()
        try:
            yield
        finally:
            self._began = None

    def check(self) -> None:
        """Raises TimeUp where it is late; not in a thread that feeds the next batch meanwhile."""
        if self._late and self._whose == threading.get_ident():
            raise TimeUp

    def _look(self) -> None:
        while True:
            began = self._began
            left = self._seconds if began is None else began + self._seconds - time.monotonic()
            if left > 0:
                time.sleep(left)
            else:
                # Had it ended just now, the next one would be stopped at most once, and is computed again.
                self._late = began == self._began
                self._stop()
                time.sleep(AGAIN)

"""What a process may know for a few seconds without asking again."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakSet

T = TypeVar("T")
_all: "WeakSet[Brief[object]]" = WeakSet()


class Brief(Generic[T]):
    """The answer of `ask`, kept for `seconds`. Two threads may ask at once; the later answer is kept."""

    def __init__(self, seconds: float, ask: Callable[[], T]) -> None:
        self._seconds = seconds
        self._ask = ask
        self._known: tuple[float, T] | None = None
        _all.add(self)  # type: ignore[arg-type]  # of whatever

    def get(self) -> T:
        """Not older than `seconds`."""
        known = self._known
        if known is None or time.monotonic() >= known[0]:
            value = self._ask()
            self._known = known = (time.monotonic() + self._seconds, value)
        return known[1]

    def forget(self) -> None:
        """Ask again the next time."""
        self._known = None


def forget_all() -> None:
    """For tests: nothing is known of the one before."""
    for brief in _all:
        brief.forget()

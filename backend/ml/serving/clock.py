"""What one item costs, though it is read and computed at the same time, and in company."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

# From when to when, in seconds of `time.perf_counter`.
Span = tuple[float, float]


@dataclass(slots=True)
class Clock:
    """When an item was read and computed; threads write it, and it is read when they are done with the item.

    `own`: of the seconds in which its inferences ran, what was not for the others that came with it.
    """

    _read: list[Span] = field(default_factory=list)
    _computed: list[Span] = field(default_factory=list)
    own: float = 0.0

    @contextmanager
    def reading(self) -> Iterator[None]:
        """It is read inside."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._read.append((began, time.perf_counter()))

    def computed(self, span: Span, part: float) -> None:
        """An inference ran, and such a part of what came together, 0 to 1, was this item's."""
        self._computed.append(span)
        self.own += (span[1] - span[0]) * part

    @property
    def predict(self) -> float:
        """Seconds in which at least one of its inferences ran; two side by side count once."""
        return covered(self._computed)

    @property
    def preprocess(self) -> float:
        """Seconds in which it was read and nothing of it computed, so that the stages do not overlap."""
        return max(0.0, covered([*self._read, *self._computed]) - self.predict)


def covered(spans: Iterable[Span]) -> float:
    """The seconds that lie in at least one of the spans."""
    seconds, until = 0.0, float("-inf")
    for began, ended in sorted(spans):
        seconds += max(0.0, ended - max(began, until))
        until = max(until, ended)
    return seconds

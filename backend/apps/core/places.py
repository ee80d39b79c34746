"""How many may do the same thing at once, and how many of them for one person."""

from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager


class Places:
    """Of one process and one event loop."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self._most = most
        self._most_of_one = most_of_one
        self._taken: Counter[Hashable] = Counter()

    @property
    def taken(self) -> int:
        """By all together."""
        return self._taken.total()

    @contextmanager
    def taken_by(self, who: Hashable) -> Iterator[bool]:
        """Whether there was a place; it is taken until the end."""
        free = self._taken[who] < self._most_of_one and self.taken < self._most
        self._taken[who] += free
        try:
            yield free
        finally:
            self._taken[who] -= free
            if not self._taken[who]:
                del self._taken[who]

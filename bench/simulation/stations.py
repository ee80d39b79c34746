"""Time, and what is served in it: by so many servers before one line, or by one processor that threads share."""

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

# Of floating point, in milliseconds.
ROUNDING = 1e-6


class Clock:
    """What happens when."""

    def __init__(self) -> None:
        self.now = 0.0
        self.events: list[tuple[float, int, Callable[[], None]]] = []
        self.numbers = count()

    def after(self, wait: float, then: Callable[[], None]) -> None:
        """Call `then` when that time has passed."""
        heapq.heappush(self.events, (self.now + wait, next(self.numbers), then))

    def run(self, until: float) -> None:
        """Everything up to that time."""
        while self.events and self.events[0][0] <= until:
            self.now, _, then = heapq.heappop(self.events)
            then()


@dataclass
class Station:
    """So many servers before one line."""

    clock: Clock
    servers: int
    line: deque[tuple[float, Callable[[], None]]] = field(default_factory=deque)
    free: int = 0
    busy: float = 0.0

    def __post_init__(self) -> None:
        self.free = self.servers

    def serve(self, takes: float, then: Callable[[], None]) -> None:
        """Call `then` when one of the servers has had the time for it."""
        self.line.append((takes, then))
        self._next()

    def _next(self) -> None:
        if not self.free or not self.line:
            return
        takes, then = self.line.popleft()
        self.free -= 1
        self.busy += takes

        def done() -> None:
            self.free += 1
            then()
            self._next()

        self.clock.after(takes, done)


@dataclass
class Web:
    """One processor that some threads share, before one line."""

    clock: Clock
    threads: int
    line: deque[tuple[float, Callable[[], None]]] = field(default_factory=deque)
    active: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    since: float = 0.0
    busy: float = 0.0
    turn: int = 0

    def serve(self, takes: float, then: Callable[[], None]) -> None:
        """Call `then` when the request has had that much of the processor."""
        self._work()
        self.line.append((takes, then))
        self._next()

    def _work(self) -> None:
        """Share out the time that has passed since the last change."""
        passed, self.since = self.clock.now - self.since, self.clock.now
        if self.active:
            self.busy += passed
            self.active = [(left - passed / len(self.active), then) for left, then in self.active]

    def _next(self) -> None:
        while self.line and len(self.active) < self.threads:
            self.active.append(self.line.popleft())
        self.turn += 1
        if self.active:
            soonest, turn = min(left for left, _ in self.active), self.turn
            self.clock.after(max(0.0, soonest) * len(self.active), lambda: self._leave(turn))

    def _leave(self, turn: int) -> None:
        if turn != self.turn:
            return  # something has come meanwhile, and this was reckoned anew
        self._work()
        done = [then for left, then in self.active if left <= ROUNDING]
        self.active = [(left, then) for left, then in self.active if left > ROUNDING]
        for then in done:
            then()
        self._next()

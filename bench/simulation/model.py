"""Requests, webs, workers and the database as queues, by events in the order of time. Milliseconds throughout.

The threads of a web share one processor, as Python has it: what came together is accepted together, and is claimed as
one batch. A worker computes one batch after the other. What no queue here says: networks, disks and neighbours on the
machine, which `hop` and `slowness` stand for.
"""

import heapq
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

# Of floating point, in milliseconds.
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Costs:
    """Processor time by part; `hop` is what passes between web and worker without any, `shared` what all wait for."""

    web_request: float
    web_file: float
    worker_batch: float
    worker_file: float
    model_file: float = 0.0
    database_file: float = 0.0
    shared_batch: float = 0.0
    shared_file: float = 0.0
    hop: float = 0.0
    slowness: float = 1.0


@dataclass(frozen=True, slots=True)
class Load:
    """Clients that wait for each answer (`clients`), or requests that come whatever happens, `per_second`."""

    clients: int = 0
    per_second: float = 0.0
    files: int = 1
    seconds: float = 60.0
    warm_seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class System:
    """How many of each, and how many rows a worker claims at once."""

    webs: int = 1
    threads: int = 10
    workers: int = 1
    batch: int = 32
    database_cores: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """Predictions a second, times of a request in ms, files in a batch, shares of time by part, rows that wait."""

    rate: float
    p50: float
    p95: float
    batch: float
    busy: dict[str, float]
    left: int


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


class _Run:
    def __init__(self, costs: Costs, system: System, load: Load) -> None:
        self.costs, self.system, self.load = costs, system, load
        self.clock, self.dice = Clock(), random.Random(1)
        self.webs = [Web(self.clock, system.threads) for _ in range(system.webs)]
        self.shared = Station(self.clock, 1)
        self.database = Station(self.clock, system.database_cores)
        self.waiting: deque[dict[str, float]] = deque()
        self.idle = system.workers
        self.worker_busy = 0.0
        self.times: list[float] = []
        self.batches: list[int] = []

    def found(self) -> Found:
        load, clock = self.load, self.clock
        for _ in range(load.clients):
            self.arrive()
        if load.per_second:
            self.come()
        clock.run(1000 * load.warm_seconds)
        self.times, self.batches, before = [], [], self.busy()
        clock.run(1000 * (load.warm_seconds + load.seconds))
        wall = 1000 * load.seconds
        busy = {name: (value - before[name]) / wall for name, value in self.busy().items()}
        times, mean = sorted(self.times) or [0.0], sum(self.batches) / max(1, len(self.batches))
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        return Found(len(self.times) * load.files / load.seconds, p50, p95, mean, busy, len(self.waiting))

    def busy(self) -> dict[str, float]:
        """Time spent so far, for each of its kind."""
        stations = {"shared rows": self.shared, "database": self.database}
        spent = {name: station.busy / station.servers for name, station in stations.items()}
        web = sum(one.busy for one in self.webs) / self.system.webs
        return {"web": web, "worker": self.worker_busy / self.system.workers, **spent}

    def come(self) -> None:
        self.clock.after(1000 * self.dice.expovariate(self.load.per_second), self.come)
        self.arrive()

    def arrive(self) -> None:
        costs, files = self.costs, self.load.files
        request = {"began": self.clock.now, "open": files}

        def accepted() -> None:
            self.waiting.extend([request] * files)
            self.clock.after(costs.hop, self.ring)

        web = min(self.webs, key=lambda one: len(one.line) + len(one.active))
        web.serve(costs.slowness * (costs.web_request + files * costs.web_file), accepted)

    def ring(self) -> None:
        """An idle worker claims what waits."""
        if not self.idle or not self.waiting:
            return
        self.idle -= 1
        rows = [self.waiting.popleft() for _ in range(min(self.system.batch, len(self.waiting)))]
        costs, files = self.costs, len(rows)
        takes = costs.slowness * (costs.worker_batch + files * (costs.worker_file + costs.model_file))
        self.batches.append(files)
        self.worker_busy += takes

        def written() -> None:
            self.idle += 1
            self.answer(rows)
            self.ring()

        def held() -> None:
            self.shared.serve(costs.slowness * (costs.shared_batch + files * costs.shared_file), written)

        self.clock.after(takes, lambda: self.database.serve(costs.slowness * files * costs.database_file, held))

    def answer(self, rows: list[dict[str, float]]) -> None:
        for request in rows:
            request["open"] -= 1
            if not request["open"]:
                self.times.append(self.clock.now - request["began"])
                if self.load.clients:
                    self.arrive()


def simulate(costs: Costs, system: System, load: Load) -> Found:
    """Let that load meet that system for so many seconds."""
    return _Run(costs, system, load).found()

"""Requests, webs, workers and the database as queues, by events in the order of time. Milliseconds throughout.

The threads of a web share one processor, as Python has it: what came together is accepted together, and is claimed as
one batch. A worker computes one batch after the other, and writes one beside the next where more waits. Each change
of predictions (accepted, claimed, ended) holds the row that numbers the events of their owner until it is on the disk.
What no queue here says: networks, and neighbours on the machine, which `slowness` stands for.
"""

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bench.simulation.stations import Clock, Station, Web


@dataclass(frozen=True, slots=True)
class Costs:
    """Processor time by part. `row`: how long a change, and each file in it, holds the row of its owner."""

    web_request: float
    web_file: float
    worker_batch: float
    worker_file: float
    model_file: float = 0.0
    database_file: float = 0.0
    row_change: float = 0.0
    row_file: float = 0.0
    slowness: float = 1.0


@dataclass(frozen=True, slots=True)
class Load:
    """Clients that wait for each answer (`clients`), or requests that come whatever happens, `per_second`.

    They are of one person whose row all wait for, or of so many that nobody waits for another's.
    """

    clients: int = 0
    per_second: float = 0.0
    files: int = 1
    seconds: float = 60.0
    warm_seconds: float = 5.0
    one_owner: bool = True


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


class _Run:
    def __init__(self, costs: Costs, system: System, load: Load) -> None:
        self.costs, self.system, self.load = costs, system, load
        self.clock, self.dice = Clock(), random.Random(1)
        self.webs = [Web(self.clock, system.threads) for _ in range(system.webs)]
        self.row = Station(self.clock, 1)
        self.database = Station(self.clock, system.database_cores)
        self.waiting: deque[dict[str, float]] = deque()
        self.idle, self.writing = system.workers, 0
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
        stations = {"the owner's row": self.row, "database": self.database}
        spent = {name: station.busy / station.servers for name, station in stations.items()}
        web = sum(one.busy for one in self.webs) / self.system.webs
        return {"web": web, "worker": self.worker_busy / self.system.workers, **spent}

    def come(self) -> None:
        self.clock.after(1000 * self.dice.expovariate(self.load.per_second), self.come)
        self.arrive()

    def arrive(self) -> None:
        costs, files = self.costs, self.load.files
        request = {"began": self.clock.now, "open": files}

        def written() -> None:
            self.waiting.extend([request] * files)
            # Others that were accepted at this moment are in the same batch.
            self.clock.after(0.0, self.ring)

        web = min(self.webs, key=lambda one: len(one.line) + len(one.active))
        web.serve(costs.slowness * (costs.web_request + files * costs.web_file), lambda: self.change(files, written))

    def change(self, files: int, then: Callable[[], None], times: int = 1) -> None:
        """Write so many rows of one owner; in one transaction, or in as many as `times`."""
        takes = times * (self.costs.row_change + files * self.costs.row_file)
        if not takes:
            then()
        elif self.load.one_owner:
            self.row.serve(takes, then)
        else:
            self.clock.after(takes, then)

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
        self.clock.after(takes, lambda: self.computed(rows))

    def computed(self, rows: list[dict[str, float]]) -> None:
        """The end is written beside the next batch where more waits, one at a time."""
        beside = bool(self.waiting) and self.writing < self.system.workers

        def written() -> None:
            self.answer(rows)
            if beside:
                self.writing -= 1
            else:
                self.idle += 1
            self.ring()

        takes = self.costs.slowness * len(rows) * self.costs.database_file
        # Claimed and ended.
        self.database.serve(takes, lambda: self.change(len(rows), written, times=2))
        if beside:
            self.writing += 1
            self.idle += 1
            self.ring()

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

"""Rounds in which each way to compute takes its turn, so that a machine with other work is unfair to none of them."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

from ml.calibration.process import forget_peak, held, peak
from ml.calibration.samples import Array
from ml.calibration.table import Cell
from ml.errors import CalibrationError
from ml.serving.lanes import Lanes
from ml.serving.session import Session, open_session
from ml.serving.setup import Most, Setup
from ml.serving.stream import Stream
from ml.serving.watch import TimeUp, Watch

# Shorter samples are of chance, and of the clock.
SAMPLE_SECONDS = 0.05
ROUNDS = 9
# A graph may hold a loop without an end.
LIMIT_SECONDS = 30.0
# What is so much slower than the quickest is not measured again.
FAR = 0.8


@dataclass(frozen=True, slots=True)
class Plan:
    """Items of one size computed in one way, so many in an inference."""

    setup: Setup
    size: int
    items: int


@dataclass(slots=True)
class Samples:
    """What a plan took, seconds an item, by the clock and of the processors."""

    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    bytes: int | None = None
    repeats: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One item."""

    array: Array


class Bench:
    """A model on a device, with the inputs that it is measured with.

    Args:
        seconds: for all of it; no item count is tried that takes a large part of them.
    """

    def __init__(self, model: Path, device: str, arrays: Sequence[Array], seconds: float) -> None:
        self._model, self._device, self._arrays, self._seconds = model, device, arrays, seconds
        self._sessions: dict[tuple[int, bool, bool], Session] = {}
        self._known: dict[Plan, Lanes] = {}
        self._watch = Watch(LIMIT_SECONDS, self._stop)

    def measure(self, setups: Iterable[Setup], items: Callable[[int], Sequence[int]], ends: float) -> list[Cell]:
        """Each setup with each size of items, so many of them at once, the fewest first, until a moment.

        Args:
            items: by the place of the size.
            ends: by the clock of `time.monotonic`.

        Raises:
            CalibrationError: the model fails on one item, or takes too long.
        """
        found: dict[Plan, Samples] = {}
        for setup in setups:
            if found and time.monotonic() > ends:
                break
            for size in range(len(self._arrays)):
                found |= self._first_round(setup, size, items(size), ends)
        self._more_rounds(found, ends)
        return [self._cell(plan, samples) for plan, samples in found.items()]

    def _first_round(self, setup: Setup, size: int, items: Sequence[int], ends: float) -> dict[Plan, Samples]:
        """More and more items, until time or memory is short, or it becomes no quicker."""
        found: dict[Plan, Samples] = {}
        for count in items:
            plan, samples = Plan(setup, size, count), Samples()
            began = time.monotonic()
            try:
                with self._in_time():
                    if not found:
                        self._sample(plan, Samples())  # the first time is another one
                    self._sample_with_memory(plan, samples)
            except CalibrationError:
                raise
            except Exception as error:  # ONNX Runtime's errors share no public base
                if count > 1:
                    break
                raise CalibrationError(f"The model fails: {error}") from error
            found[plan] = samples
            now = time.monotonic()
            before = [one.clock[0] for one in list(found.values())[:-2]]
            no_quicker = before and min(before) <= min(one.clock[0] for one in list(found.values())[-2:])
            if no_quicker or now + 2 * (now - began) > ends or now - began > self._seconds / 15:
                break
        return found

    def _more_rounds(self, found: Mapping[Plan, Samples], ends: float) -> None:
        for number in range(1, ROUNDS):
            plans = _contenders(found)
            for place in range(len(plans)):
                if time.monotonic() > ends:
                    return
                plan = plans[(number + place) % len(plans)]
                with self._in_time():
                    self._sample(plan, found[plan])

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        """Raises CalibrationError in place of what a model raises that was stopped, for it took too long."""
        try:
            with self._watch.over():
                try:
                    yield
                except Exception:
                    self._watch.check()
                    raise
        except TimeUp as error:
            raise CalibrationError(f"It did not answer within {LIMIT_SECONDS:.0f} s.") from error

    def _sample_with_memory(self, plan: Plan, samples: Samples) -> None:
        """The first sample of a plan, which says how often it has to be repeated to take long enough."""
        lanes = self._lanes(plan)
        lanes.rest([self._arrays[0]])
        before = held()
        forget_peak()
        self._sample(plan, samples)
        most = peak()
        samples.bytes = max(0, most - before) if most is not None and before is not None else None
        took = samples.clock[0] * plan.items * plan.setup.lanes
        samples.repeats = max(1, ceil(SAMPLE_SECONDS / took))

    def _sample(self, plan: Plan, samples: Samples) -> None:
        rows = [Row(self._arrays[plan.size])] * (plan.items * plan.setup.lanes * samples.repeats)
        lanes = self._lanes(plan)
        began, cpu = time.perf_counter(), time.process_time()
        with closing(Stream(lanes, [rows])) as stream:
            for one in stream.computed():
                if isinstance(one.logits, Exception):
                    raise one.logits
        samples.clock.append((time.perf_counter() - began) / len(rows))
        samples.cpu.append((time.process_time() - cpu) / len(rows))

    def _lanes(self, plan: Plan) -> Lanes:
        """As a worker has them."""
        if plan not in self._known:
            setup, values = plan.setup, self._arrays[plan.size].size
            exact = setup.model_copy(update={"most": (Most(values=values, items=plan.items),)})
            share = self._session(setup, setup.threads // setup.lanes)
            whole = self._session(setup, setup.threads) if setup.lanes == 1 else share
            self._known[plan] = Lanes(exact, whole, lambda: share, lambda _: plan.items)
        return self._known[plan]

    def _session(self, setup: Setup, threads: int) -> Session:
        key = (threads, setup.arena, setup.patterns)
        if key not in self._sessions:
            self._sessions[key] = open_session(self._model, self._device, threads, setup)
        return self._sessions[key]

    def _stop(self) -> None:
        for session in list(self._sessions.values()):
            session.stop()

    def _cell(self, plan: Plan, samples: Samples) -> Cell:
        return Cell(
            setup=plan.setup,
            values=self._arrays[plan.size].size,
            items=plan.items,
            per_second=1 / _typical(samples.clock),
            cpu_ms=1000 * _typical(samples.cpu),
            bytes=samples.bytes,
            rounds=len(samples.clock),
        )


def _contenders(found: Mapping[Plan, Samples]) -> list[Plan]:
    """What is not far behind the quickest for its size, and single items, whose time is told apart from all others."""
    quickest: dict[int, float] = {}
    for plan, samples in found.items():
        quickest[plan.size] = min(_typical(samples.clock), quickest.get(plan.size, float("inf")))
    near = [plan for plan, samples in found.items() if FAR * _typical(samples.clock) <= quickest[plan.size]]
    alone = [plan for plan in found if plan.items == plan.setup.lanes == 1]
    return list(dict.fromkeys([*near, *alone]))


def _typical(seconds: Sequence[float]) -> float:
    """Of the better rounds: other work only ever makes one longer."""
    return sorted(seconds)[len(seconds) // 4]

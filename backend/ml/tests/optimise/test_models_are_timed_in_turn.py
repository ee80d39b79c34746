"""Interleaved timing, without a clock: what runs when, and what the figures make of given seconds."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.optimise.timing import BATCHES, WARM_UPS, speed, speeds, timed

Values = NDArray[np.float32]


class Recorder:
    """A session that remembers who was called with how many items."""

    def __init__(self, name: str, calls: list[tuple[str, int]]) -> None:
        self.name, self.calls = name, calls

    def run(self, batch: Values) -> Values:
        self.calls.append((self.name, len(batch)))
        return batch


def recorders(*names: str) -> tuple[dict[str, Any], list[tuple[str, int]]]:
    calls: list[tuple[str, int]] = []
    return {name: Recorder(name, calls) for name in names}, calls


def test_every_round_runs_each_model_once_and_begins_with_another() -> None:
    sessions, calls = recorders("parent", "int8")
    timed(sessions, np.zeros((1, 3), np.float32), rounds=4)
    rounds = [[name for name, _ in calls[start : start + 2]] for start in range(0, len(calls), 2)]
    assert len(rounds) == 4 + WARM_UPS
    assert all(sorted(names) == ["int8", "parent"] for names in rounds)
    assert all(one != other for one, other in pairwise(rounds))


def test_rounds_to_warm_up_are_not_counted() -> None:
    sessions, _ = recorders("parent")
    assert len(timed(sessions, np.zeros((1, 3), np.float32), rounds=5)["parent"]) == 5


def test_all_batch_sizes_are_timed() -> None:
    sessions, calls = recorders("parent", "int8")
    found = speeds(sessions, "parent", np.zeros(3, np.float32), rounds=5)
    assert sorted({size for _, size in calls}) == list(BATCHES)
    assert [one.batch for one in found["int8"]] == list(BATCHES)


def test_the_ratio_is_taken_round_by_round_so_that_a_slow_minute_cancels() -> None:
    parent = np.array([1.0, 1.0, 4.0, 1.0, 9.0])
    found = speed(8, parent / 2, parent)
    assert (found.ratio, found.ratio_low, found.ratio_high) == (0.5, 0.5, 0.5)
    assert found.p50 == 0.5
    assert found.per_second == 16
    assert found.p95 == pytest.approx(np.quantile(parent / 2, 0.95))


def test_the_interval_holds_the_ratio_and_widens_with_the_noise() -> None:
    noise = np.random.default_rng(1).normal(0, 0.2, 40)
    found = speed(1, 0.8 + noise, np.ones(40))
    calm = speed(1, 0.8 + noise / 10, np.ones(40))
    assert found.ratio_low < found.ratio < found.ratio_high
    assert calm.ratio_high - calm.ratio_low < found.ratio_high - found.ratio_low

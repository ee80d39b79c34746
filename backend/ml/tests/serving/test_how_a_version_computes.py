"""Which rows go into one inference, and which of them are computed side by side."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.serving.lanes import Computed, Lanes
from ml.serving.session import Inferred, Session
from ml.serving.setup import LANE_BYTES, Most, Setup, usual
from ml.serving.stream import Stream

PHOTO, THUMBNAIL, LONG_WINDOW = 3 * 224 * 224, 3 * 32 * 32, 20 * 16_000


@pytest.mark.parametrize(
    ("device", "threads", "model_bytes", "lanes"),
    [
        ("cpu", 1, 1000, 1),
        ("cpu", 2, 1000, 2),
        ("cpu", 16, 1000, 4),
        ("cpu", 16, LANE_BYTES + 1, 1),
        ("cuda:0", 16, 1000, 1),
    ],
)
def test_lanes_are_for_processors_with_several_cores_and_models_that_may_be_there_twice(
    device: str, threads: int, model_bytes: int, lanes: int
) -> None:
    assert usual(device, threads, model_bytes) == Setup(threads=threads, lanes=lanes)


@pytest.mark.parametrize(("values", "items"), [(THUMBNAIL, 4), (PHOTO, 1), (LONG_WINDOW, 1)])
def test_a_lane_takes_the_fewer_items_at_once_the_larger_they_are(values: int, items: int) -> None:
    assert Setup(threads=2, lanes=2).items(values, allowed=16) == items


def test_who_computes_one_after_the_other_takes_as_many_as_the_kind_allows() -> None:
    assert Setup(threads=2).items(PHOTO, allowed=16) == 16


@pytest.mark.parametrize(("values", "items"), [(100, 8), (101, 3), (200, 3), (999, 3)])
def test_what_was_measured_counts_for_items_up_to_that_size_and_the_last_for_all_larger_ones(
    values: int, items: int
) -> None:
    measured = (Most(values=100, items=8), Most(values=200, items=3))
    assert Setup(threads=2, lanes=2, most=measured).items(values, allowed=1) == items


@pytest.mark.parametrize(
    ("rows", "items", "parts"),
    [(8, 4, [4, 4]), (8, 2, [2, 2, 2, 2]), (5, 4, [2, 3]), (9, 4, [2, 2, 2, 3]), (1, 4, [1]), (3, 1, [1, 1, 1])],
)
def test_rows_are_cut_into_equal_parts_that_use_both_lanes(rows: int, items: int, parts: list[int]) -> None:
    cut = list(Setup(threads=2, lanes=2).parts(range(rows), items))
    assert [len(part) for part in cut] == parts
    assert [row for part in cut for row in part] == list(range(rows))


@dataclass(frozen=True)
class Number:
    array: NDArray[np.float32]


class Doubling(Session):
    """Its graph is a list of the threads that computed, and of how many rows."""

    def infer(self, batch: NDArray[np.float32]) -> Inferred:
        self.graph.append((threading.current_thread().name.partition("_")[0], len(batch)))
        if (batch == 13).any():
            raise ValueError("not this one")
        return Inferred(batch * 2)


@pytest.fixture
def seen() -> list[tuple[str, int]]:
    return []


@pytest.fixture
def lanes(seen: list[tuple[str, int]]) -> Lanes:
    return Lanes(Setup(threads=2, lanes=2), Doubling(seen, "cpu"), lambda: Doubling(seen, "cpu"), lambda _: 9)


def numbers(*values: int) -> list[Number]:
    return [Number(np.full(1, value, np.float32)) for value in values]


def logits(computed: Sequence[Computed[Number]]) -> list[float]:
    return sorted(float(one[0]) for part in computed if not isinstance(part.logits, Exception) for one in part.logits)


def test_a_single_row_has_all_threads_while_no_lane_works(lanes: Lanes, seen: list[tuple[str, int]]) -> None:
    assert logits(list(Stream(lanes, [numbers(1)], few=True).computed())) == [2]
    assert seen == [(threading.current_thread().name, 1)]


def test_of_many_rows_a_single_one_goes_into_a_lane_like_the_others(lanes: Lanes, seen: list[tuple[str, int]]) -> None:
    assert logits(list(Stream(lanes, [numbers(1, 2, 3), numbers(4)]).computed())) == [2, 4, 6, 8]
    assert {name for name, _ in seen} == {"lane"}


def test_what_one_inference_raises_is_its_own_rows_alone(lanes: Lanes) -> None:
    found = list(Stream(lanes, [numbers(1, 13, 2, 3)]).computed())
    failed = [[float(row.array[0]) for row in one.rows] for one in found if isinstance(one.logits, Exception)]
    assert (failed, logits(found)) == ([[1, 13]], [4, 6])
    assert {one.together for one in found} == {4}


def test_rows_are_taken_a_little_ahead_and_no_more_when_nobody_asks(lanes: Lanes) -> None:
    taken = []

    def batches() -> Iterator[list[Number]]:
        for value in range(100):
            taken.append(value)
            yield numbers(value, value)

    stream = Stream(lanes, batches())
    next(stream.computed())
    stream.close()
    assert len(taken) < 5
    assert list(stream.computed()) == []

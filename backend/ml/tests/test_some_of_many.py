"""Some of many at even distances, and how sure a figure of a few items is."""

import numpy as np
import pytest

from ml.intervals import bootstrap, rate_interval
from ml.sampling import parts_of, spread


@pytest.mark.parametrize("most", [1, 3, 10, 99])
def test_some_are_spread_from_the_first_on(most: int) -> None:
    chosen = spread(range(100), most)
    assert len(chosen) == most
    assert chosen[0] == 0
    assert max(np.diff(chosen), default=0) - min(np.diff(chosen), default=0) <= 1


@pytest.mark.parametrize("most", [None, 5, 6])
def test_all_are_taken_where_there_are_no_more(most: int | None) -> None:
    assert list(spread(range(5), most)) == [0, 1, 2, 3, 4]


def test_parts_are_of_one_size_but_the_last() -> None:
    assert [list(part) for part in parts_of("abcde", 2)] == [["a", "b"], ["c", "d"], ["e"]]
    assert list(parts_of("", 2)) == []


def test_the_interval_of_a_rate_holds_the_rate_and_narrows_with_more_items() -> None:
    errors, units = np.array([0, 1, 0, 2, 0]), np.array([2, 2, 3, 3, 2])
    few, many = (rate_interval(np.tile(errors, times), np.tile(units, times)) for times in (4, 100))
    for low, high in (few, many):
        assert low <= errors.sum() / units.sum() <= high
    assert many[1] - many[0] < (few[1] - few[0]) / 3


def test_items_without_a_unit_have_no_errors() -> None:
    assert rate_interval(np.zeros(3, np.int64), np.zeros(3, np.int64)) == (0.0, 0.0)


def test_the_same_items_give_the_same_interval() -> None:
    values = np.random.default_rng(1).normal(size=50)
    first, again = (bootstrap(lambda items: float(values[items].mean()), 50, 200) for _ in range(2))
    assert first == again

"""From what was measured to how a version computes."""

import pytest

from ml.calibration.choose import MOST_BYTES, choose
from ml.calibration.table import Cell
from ml.errors import CalibrationError
from ml.serving.setup import Setup

ONE, WHOLE, LANES = Setup(threads=1), Setup(threads=2), Setup(threads=2, lanes=2)
PHOTO, LARGER = 150_528, 300_000


def cell(
    setup: Setup, items: int, per_second: float, cpu_ms: float = 80, values: int = PHOTO, taken: int | None = None
) -> Cell:
    return Cell(setup=setup, values=values, items=items, per_second=per_second, cpu_ms=cpu_ms, bytes=taken, rounds=5)


def chosen(*cells: Cell) -> list[tuple[Setup, int]]:
    return [(one.setup, one.items) for one in choose(cells)]


def test_the_quickest_is_taken() -> None:
    assert chosen(cell(WHOLE, 1, 18), cell(WHOLE, 8, 20), cell(LANES, 8, 24)) == [(LANES, 8)]


def test_of_what_is_as_quick_and_cheap_the_fewest_items_are_taken() -> None:
    assert chosen(cell(WHOLE, 2, 19.9), cell(WHOLE, 8, 20), cell(WHOLE, 1, 17)) == [(WHOLE, 2)]


def test_of_what_is_as_quick_the_cheapest_is_taken() -> None:
    assert chosen(cell(WHOLE, 4, 24.3, cpu_ms=90), cell(LANES, 4, 24, cpu_ms=80)) == [(LANES, 4)]


def test_what_is_cheap_and_slow_is_not_taken() -> None:
    assert chosen(cell(WHOLE, 1, 20, cpu_ms=90), cell(ONE, 1, 12, cpu_ms=75)) == [(WHOLE, 1)]


def test_threads_that_leave_a_single_item_waiting_are_not_taken() -> None:
    quick_alone = cell(WHOLE, 1, 18), cell(WHOLE, 8, 20, cpu_ms=90)
    slow_alone = cell(ONE, 1, 10), cell(ONE, 8, 20, cpu_ms=70)
    assert chosen(*quick_alone, *slow_alone) == [(WHOLE, 8)]


def test_all_sizes_are_computed_in_one_way_each_with_items_of_its_own() -> None:
    small = cell(WHOLE, 8, 20), cell(LANES, 4, 30)
    large = cell(WHOLE, 2, 9, values=LARGER), cell(LANES, 1, 8.9, values=LARGER)
    assert chosen(*small, *large) == [(LANES, 4), (LANES, 1)]


def test_a_way_that_was_not_measured_with_every_size_is_not_taken() -> None:
    assert chosen(cell(WHOLE, 8, 20), cell(WHOLE, 1, 9, values=LARGER), cell(LANES, 4, 30)) == [(WHOLE, 8), (WHOLE, 1)]


def test_memory_has_a_bound() -> None:
    assert chosen(cell(WHOLE, 8, 20, taken=MOST_BYTES), cell(WHOLE, 16, 30, taken=MOST_BYTES + 1)) == [(WHOLE, 8)]
    with pytest.raises(CalibrationError, match="over 512 MiB"):
        choose([cell(WHOLE, 1, 20, taken=MOST_BYTES + 1)])


def test_memory_is_had_as_usual_unless_another_way_is_better() -> None:
    plans = WHOLE.model_copy(update={"patterns": True})
    assert chosen(cell(WHOLE, 4, 20), cell(plans, 4, 20.5)) == [(WHOLE, 4)]
    assert chosen(cell(WHOLE, 4, 20), cell(plans, 4, 22)) == [(plans, 4)]

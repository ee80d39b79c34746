"""Percentiles, medians, ratios."""

import math

from bench.serving.arithmetic import median, medians, percentile, ratio


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(number) for number in range(1, 101)]
    assert [percentile(values, share) for share in (0.5, 0.95, 1.0)] == [50, 95, 100]
    assert percentile([3.0, 1.0], 0.95) == 3


def test_the_median_of_an_even_number_lies_between_the_middle_ones() -> None:
    assert median([4, 1, 3]) == 3
    assert median([1, 2, 3, 10]) == 2.5


def test_what_was_not_measured_is_not_a_number() -> None:
    assert math.isnan(percentile([], 0.5))
    assert math.isnan(median([]))
    assert math.isnan(ratio(1, 0))


def test_a_round_that_lacks_a_figure_does_not_count_for_it() -> None:
    assert medians([{"rate": 1, "cpu.web": 5}, {"rate": 3}, {"rate": 2}]) == {"cpu.web": 5, "rate": 2}

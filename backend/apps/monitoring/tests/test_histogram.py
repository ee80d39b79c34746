import numpy as np
import pytest

from apps.monitoring.histogram import RELATIVE_ERROR, Histogram

SHARES = (0.0, 0.5, 0.95, 0.99, 1.0)


@pytest.mark.parametrize("seconds", [0.004, 0.02, 1.0, 900.0])
def test_a_percentile_is_as_exact_as_it_is_said_to_be(seconds: float) -> None:
    values = np.random.default_rng(5).lognormal(np.log(seconds), 1.0, 20_000)
    found = Histogram.of(values)
    for share in SHARES:
        exact = float(np.percentile(values, 100 * share, method="lower"))
        assert found.percentile(share) == pytest.approx(exact, rel=RELATIVE_ERROR * 1.01)


def test_parts_that_are_added_tell_what_the_whole_tells() -> None:
    dice = np.random.default_rng(7)
    calm, busy = dice.exponential(0.1, 1000), dice.exponential(4.0, 50)
    both = Histogram.added([Histogram.of(calm), Histogram.of(busy)])
    whole = Histogram.of(np.concatenate([calm, busy]))
    assert (both.counts == whole.counts).all()
    assert both.sum == pytest.approx(whole.sum)
    assert both.highest == whole.highest


def test_what_is_kept_is_read_as_it_was() -> None:
    found = Histogram.of(np.array([0.5, 0.25, 2.0, 0.0, np.nan]))
    read = Histogram.read(found.stored())
    assert (read.counts == found.counts).all()
    assert (read.sum, read.highest) == (2.75, 2.0)


def test_unmeasured_is_unknown_and_what_takes_no_time_takes_none() -> None:
    assert Histogram.of(np.array([np.nan])).percentile(0.5) is None
    assert Histogram.of(np.array([0.0, 0.0])).percentile(0.99) == 0.0


def test_what_is_longer_than_the_last_bin_is_not_lost() -> None:
    found = Histogram.of(np.array([1e9]))
    assert found.counts.sum() == 1
    assert found.highest == 1e9

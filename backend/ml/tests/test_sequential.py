"""Guards that are looked at after every answer: how often they cry wolf, and how soon they see a bad version."""

from math import exp, log
from random import Random

import pytest
from numpy import median, where
from numpy.random import Generator, default_rng

from ml.sequential import (
    Counted,
    Measured,
    events_until,
    highest_difference,
    interval,
    log_e_ratio,
    log_e_value,
    lower_bound,
)

# One chance in a hundred, over three guards.
LINE = log(3 / 0.01)


def requests_until_abort(rng: Generator, share: float, candidate: float, production: float, most: int) -> int | None:
    """How many requests the candidate has had, each of another person; None where a guard never crossed the line."""
    is_candidate = rng.random(most) < share
    is_bad = rng.random(most) < where(is_candidate, candidate, production)
    worse = others = 0
    for at in is_bad.nonzero()[0]:
        worse, others = worse + bool(is_candidate[at]), others + (not is_candidate[at])
        if is_candidate[at] and log_e_value(worse, others, share) >= LINE:
            return int(is_candidate[: at + 1].sum())
    return None


def test_an_equal_version_is_aborted_at_most_once_in_a_hundred_rollouts_of_ten_thousand_requests() -> None:
    rng = default_rng(1)
    runs, guards = 600, 3
    crossed = sum(
        any(requests_until_abort(rng, 0.2, 0.01, 0.01, 10_000) is not None for _ in range(guards)) for _ in range(runs)
    )
    assert crossed / runs <= 0.01


@pytest.mark.parametrize(("rate", "within"), [(1.0, 6), (0.2, 30)])
def test_a_bad_version_at_a_fifth_of_the_people_is_caught_within_so_many_of_its_requests(
    rate: float, within: int
) -> None:
    rng = default_rng(2)
    taken = [requests_until_abort(rng, 0.2, rate, 0.01, 10_000) for _ in range(400)]
    assert None not in taken
    assert median([one for one in taken if one is not None]) <= within


def test_the_bet_is_fair_whatever_the_share() -> None:
    for share in (0.05, 0.2, 0.5):
        for seen in [(0, 0), (3, 1), (1, 30), (40, 160)]:
            now, if_worse, if_other = (
                log_e_value(seen[0] + more, seen[1] + other, share) for more, other in [(0, 0), (1, 0), (0, 1)]
            )
            expected = share * exp(if_worse - now) + (1 - share) * exp(if_other - now)
            assert expected == pytest.approx(1.0)


def test_how_many_bad_answers_it_takes_is_known_before() -> None:
    assert [events_until(300, share) for share in (0.05, 0.2, 0.5)] == [3, 5, 11]


def test_a_bound_holds_at_all_looks_together() -> None:
    random, wrong, runs = Random(3), 0, 100
    for _ in range(runs):
        bad = [0, 0]
        for count in range(1, 1001):
            bad = [one + (random.random() < 0.05) for one in bad]
            # From a few on: it is one for many answers.
            if count >= 30 and lower_bound(Counted(count, bad[0]), Counted(count, bad[1]), 0.05) > 0:
                wrong += 1
                break
    assert wrong / runs <= 0.05


def test_a_bound_needs_answers_of_both_and_gets_narrower() -> None:
    assert lower_bound(Counted(0, 0), Counted(100, 0), 0.05) == float("-inf")
    bounds = [lower_bound(Counted(count, 0), Counted(count, 0), 0.05) for count in (10, 100, 1000)]
    assert bounds == sorted(bounds)
    assert -0.03 < bounds[-1] < 0


def test_an_interval_holds_the_truth_however_often_it_is_looked_at() -> None:
    rng, runs, most = default_rng(3), 400, 2000
    missed = 0
    for _ in range(runs):
        bad = (rng.random(most) < 0.1).cumsum()
        looks = [interval(Counted(answers, int(bad[answers - 1])), 0.05) for answers in range(20, most, 20)]
        missed += any(not low <= 0.9 <= high for low, high in looks)
    assert missed / runs <= 0.05
    assert interval(Counted(500, 50), 0.05)[0] > 0.84


def test_a_share_as_it_was_asked_for_is_seldom_taken_for_a_broken_one_and_a_broken_one_is_found() -> None:
    rng, line = default_rng(4), log(1000)
    crossed = {0.2: 0, 0.3: 0}
    for asked in crossed:
        for _ in range(300):
            has_it = (rng.random(1000) < asked).cumsum()
            looks = [(int(has_it[people - 1]), people) for people in range(10, 1000, 10)]
            crossed[asked] += any(log_e_ratio([(ours, people - ours, 0.2)]) >= line for ours, people in looks)
    assert crossed[0.2] <= 1
    assert crossed[0.3] >= 295


def test_a_mean_that_is_not_lower_is_not_called_so_however_often_one_looks() -> None:
    rng, called = default_rng(5), 0
    for _ in range(300):
        ours, theirs = rng.beta(8, 2, 1000), rng.beta(8, 2, 1000)
        for count in range(20, 1000, 20):
            mine, other = (Measured(count, arm[:count].sum(), (arm[:count] ** 2).sum()) for arm in (ours, theirs))
            if highest_difference(mine, other, 0.05) < 0:
                called += 1
                break
    assert called / 300 <= 0.05
    lower = Measured(500, 500 * 0.7, 500 * 0.5)
    assert highest_difference(lower, Measured(500, 500 * 0.8, 500 * 0.65), 0.01) < -0.02

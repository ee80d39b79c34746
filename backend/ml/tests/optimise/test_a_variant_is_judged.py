"""The gate: no worse than agreed, and faster than the parent beyond what the measurement can tell."""

import pytest

from ml.optimise.gate import judge, pareto
from ml.optimise.rates import Loss, Speed
from ml.optimise.variant import allowed_loss


def loss(value: float) -> Loss:
    return Loss(value, value - 0.002, value + 0.002, better=3, worse=9, p=0.15)


def speed(batch: int, ratio: float, reach: float = 0.02) -> Speed:
    return Speed(batch, 0.002 * ratio, 0.003, 500.0, ratio, ratio - reach, ratio + reach)


def test_a_variant_that_holds_and_is_faster_is_accepted() -> None:
    verdict = judge(loss(0.002), 0.005, [speed(1, 0.5), speed(8, 0.34)], for_gpu=False)
    assert verdict.accepted
    assert verdict.reason == ("It is faster than its parent: batches of 8 take 0.34 of the time (95 %: 0.32 to 0.36).")


def test_a_variant_that_loses_more_than_agreed_is_refused_however_fast_it_is() -> None:
    verdict = judge(loss(0.0061), 0.005, [speed(1, 0.1)], for_gpu=False)
    assert not verdict.accepted
    assert verdict.reason == ("It loses 0.61 points (95 %: 0.41 points to 0.81 points); 0.50 points are allowed.")


def test_a_variant_that_is_better_than_its_parent_loses_nothing() -> None:
    assert judge(loss(-0.01), 0.0, [speed(1, 0.5)], for_gpu=False).accepted


def test_a_variant_that_is_slower_at_one_batch_size_is_refused() -> None:
    verdict = judge(loss(0.0), 0.005, [speed(1, 0.5), speed(32, 1.4)], for_gpu=False)
    assert not verdict.accepted
    assert "slower than its parent: batches of 32 take 1.40 of the time" in verdict.reason


def test_a_gain_within_the_noise_is_none() -> None:
    verdict = judge(loss(0.0), 0.005, [speed(1, 0.99), speed(8, 1.01)], for_gpu=False)
    assert not verdict.accepted
    assert "not faster than its parent beyond what the measurement can tell" in verdict.reason


def test_a_variant_for_gpus_is_judged_by_its_answers_alone() -> None:
    assert judge(loss(0.0), 0.005, [], for_gpu=True).accepted
    assert not judge(loss(0.1), 0.005, [], for_gpu=True).accepted


@pytest.mark.parametrize(
    ("way", "kind", "allowed"),
    [
        ("int8", "image-classification", 0.005),
        ("pruned-int8", "image-classification", 0.01),
        ("pruned", "image-classification", 0.01),
        ("int8", "speech-recognition", 0.01),
    ],
)
def test_what_is_agreed_depends_on_the_way(way: str, kind: str, allowed: float) -> None:
    assert allowed_loss(way, kind) == allowed


def test_on_the_front_are_those_that_no_other_beats_in_both() -> None:
    assert pareto([(0.08, 2.0), (0.08, 1.0), (0.09, 0.5), (0.10, 0.5), (0.07, 3.0)]) == [False, True, True, False, True]


def test_two_that_are_alike_are_both_on_the_front() -> None:
    assert pareto([(0.1, 1.0), (0.1, 1.0)]) == [True, True]

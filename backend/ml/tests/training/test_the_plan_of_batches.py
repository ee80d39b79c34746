"""The plan of a run: every item once in an epoch, the same each time it is asked, cut evenly into parts."""

from itertools import pairwise

import numpy as np
import pytest

from ml.training.plan import Parts, pictures, sounds
from ml.training.presets import PRESETS
from ml.training.schedule import SHAPES, rate_factor

SECONDS = np.random.default_rng(5).uniform(0.4, 7.9, 200).tolist()
BUCKETS = (1.0, 2.0, 4.0, 8.0)


def test_every_picture_is_seen_once_in_an_epoch_and_in_another_order_in_the_next() -> None:
    plan = pictures(100, 32, 1, seed=7)
    first, second = ([draw.index for batch in plan(epoch) for draw in batch] for epoch in (0, 1))
    assert len(first) == len(set(first)) == 96
    assert first != second


def test_a_last_batch_of_some_size_is_kept_and_a_tiny_one_is_not() -> None:
    assert [len(batch) for batch in pictures(100, 64, 1, seed=1)(0)] == [64, 36]
    assert [len(batch) for batch in pictures(66, 64, 1, seed=1)(0)] == [64]
    assert [len(batch) for batch in pictures(3, 64, 1, seed=1)(0)] == [3]


def test_every_clip_is_heard_once_in_an_epoch() -> None:
    plan = sounds(SECONDS, BUCKETS, seconds_per_batch=24, speed=0.1, parts=1, seed=7)
    indices = [draw.index for batch in plan(3) for draw in batch]
    assert sorted(indices) == list(range(200))


def test_a_batch_of_clips_has_one_bucket_after_the_change_of_speed_and_no_more_seconds_than_wanted() -> None:
    plan = sounds(SECONDS, BUCKETS, seconds_per_batch=24, speed=0.1, parts=1, seed=7)
    for batch in plan(0):
        lengths = [SECONDS[draw.index] / draw.speed for draw in batch]
        buckets = {next(size for size in BUCKETS if size >= length) for length in lengths}
        assert len(buckets) == 1
        assert len(batch) * buckets.pop() <= 24


def test_the_plan_of_an_epoch_is_the_same_whenever_it_is_asked() -> None:
    first, again = (sounds(SECONDS, BUCKETS, seconds_per_batch=24, speed=0.1, parts=2, seed=7) for _ in range(2))
    first(0)
    assert first(4) == again(4)


@pytest.mark.parametrize("parts", [2, 3, 8])
def test_each_batch_is_cut_into_as_many_parts_none_of_them_empty(parts: int) -> None:
    plan = sounds([0.5, 1.5, 3.0, 7.0, 7.5], BUCKETS, seconds_per_batch=8, speed=0.0, parts=parts, seed=7)(0)
    cut = list(Parts(plan, parts))
    assert len(cut) == parts * len(plan) == len(Parts(plan, parts))
    assert all(cut)
    for batch, start in zip(plan, range(0, len(cut), parts), strict=True):
        assert [draw for part in cut[start : start + parts] for draw in part] == batch


def test_a_run_that_goes_on_gets_the_parts_that_were_left() -> None:
    plan = pictures(100, 10, 2, seed=7)(0)
    assert list(Parts(plan, 2, first=4)) == list(Parts(plan, 2))[8:]


@pytest.mark.parametrize("schedule", SHAPES)
def test_the_learning_rate_rises_to_its_peak_and_falls(schedule: str) -> None:
    recipe = PRESETS["resnet20"].model_copy(update={"schedule": schedule, "warmup": 0.2, "fall": 0.4})
    shares = [rate_factor(step, 100, recipe) for step in range(100)]
    peak = shares.index(max(shares))
    assert max(shares) == pytest.approx(1, abs=0.03)
    assert 15 <= peak <= 25
    assert all(first <= second for first, second in pairwise(shares[:peak]))
    assert all(first >= second for first, second in pairwise(shares[peak:]))
    assert shares[-1] < 0.1

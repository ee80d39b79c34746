"""Error rates with their intervals, and the paired loss; runs where scipy and jiwer are installed."""

import numpy as np
import pytest

pytest.importorskip("scipy")
pytest.importorskip("jiwer")

from ml.optimise.loss import loss_of
from ml.optimise.rates import ERROR_RATE

IMAGES = ERROR_RATE.of("image-classification")
SPEECH = ERROR_RATE.of("speech-recognition")


def test_an_image_is_right_or_wrong() -> None:
    assert IMAGES.errors(["cat", "dog"], ["cat", "cat"]).tolist() == [0, 1]
    assert IMAGES.units(["cat", "dog"]).tolist() == [1, 1]


def test_words_are_substituted_left_out_or_too_many() -> None:
    truths, found = ["TURN ON", "STOP", "GO NOW", ""], ["TURN OFF", "", "GO NOW THERE", "UP"]
    assert SPEECH.errors(truths, found).tolist() == [1, 1, 1, 1]
    assert SPEECH.units(truths).tolist() == [2, 1, 2, 0]


def test_the_interval_of_top_1_is_wilsons() -> None:
    errors = np.array([1] * 8 + [0] * 92)
    rate = IMAGES.rate(errors, np.ones(100, np.int64))
    assert rate.value == 0.08
    assert [rate.low, rate.high] == pytest.approx([0.0411, 0.1500], abs=1e-4)


def test_the_word_error_rate_is_over_all_words_and_not_the_mean_of_clips() -> None:
    rate = SPEECH.rate(np.array([1, 0]), np.array([1, 9]))
    assert rate.value == 0.1
    assert rate.low == 0.0
    assert rate.high == 1.0


def test_what_both_find_hard_cancels_in_the_loss() -> None:
    parent = np.array([1] * 50 + [0] * 50)
    loss = loss_of(parent, parent, np.ones(100, np.int64))
    assert (loss.value, loss.low, loss.high, loss.better, loss.worse, loss.p) == (0, 0, 0, 0, 0, 1)


def test_the_loss_counts_who_won_and_how_likely_chance_is() -> None:
    parent, variant = np.zeros(100, np.int64), np.array([1] * 9 + [0] * 91)
    parent[99] = 1
    loss = loss_of(parent, variant, np.ones(100, np.int64))
    assert loss.value == pytest.approx(0.08)
    assert (loss.better, loss.worse) == (1, 9)
    assert loss.low < loss.value < loss.high
    assert loss.p == pytest.approx(2 * 11 / 2**10)

"""The word error rate that the model's page states."""

import numpy as np
import pytest

from ml.speech.error_rate import edits, word_error_rate
from ml.speech.evaluate import interval, score


@pytest.mark.parametrize(
    ("reference", "hypothesis", "expected"),
    [
        ("A B C", "A B C", 0),
        ("A B C", "A C", 1),
        ("A B", "A X B Y", 2),
        ("A B C", "X Y Z", 3),
        ("", "A", 1),
        ("A", "", 1),
    ],
)
def test_edits_count_substitutions_insertions_and_deletions(reference: str, hypothesis: str, expected: int) -> None:
    assert edits(reference.split(), hypothesis.split()) == expected


def test_the_rate_is_over_all_words_and_not_a_mean_over_clips() -> None:
    assert word_error_rate(["ONE", "ONE TWO THREE"], ["TWO", "ONE TWO THREE"]) == 0.25


def test_the_interval_holds_the_rate_and_narrows_with_more_clips() -> None:
    errors = np.tile(np.array([0, 1, 0, 0]), 25)
    low, high = interval(errors, np.ones(100, np.int64))
    assert low < 0.25 < high
    wide_low, wide_high = interval(errors[:20], np.ones(20, np.int64))
    assert wide_high - wide_low > high - low


def test_a_score_names_what_was_counted() -> None:
    found = score(["ONE TWO", "NO"], ["ONE", "NO"])
    assert (found["wer"], found["clips"], found["words"]) == (0.3333, 2, 3)

"""The word error rate that the model's page states."""

import numpy as np
import pytest

from ml.speech.error_rate import Edits, character_edits, word_edits


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
    found = word_edits([reference], [hypothesis])
    assert (found.errors.tolist(), found.lengths.tolist()) == ([expected], [len(reference.split())])


def test_characters_are_counted_with_the_spaces_between_words() -> None:
    found = character_edits(["A B"], ["AB"])
    assert (found.errors.tolist(), found.lengths.tolist()) == ([1], [3])


def test_the_rate_is_over_all_words_and_not_a_mean_over_clips() -> None:
    assert word_edits(["ONE", "ONE TWO THREE"], ["TWO", "ONE TWO THREE"]).rate == 0.25


def test_the_interval_holds_the_rate_and_narrows_with_more_clips() -> None:
    clips = np.array([0, 1, 0, 0])
    low, high = Edits(np.tile(clips, 25), np.ones(100, np.int64)).interval
    assert low < 0.25 < high
    wide_low, wide_high = Edits(np.tile(clips, 5), np.ones(20, np.int64)).interval
    assert wide_high - wide_low > high - low

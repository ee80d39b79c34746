"""The word error rate that the model's page states."""

import pytest

from ml.speech.error_rate import Counts, character_counts, interval, word_counts
from ml.training.sounds.score import words_rate


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
    assert word_counts([reference], [hypothesis]) == [Counts(expected, len(reference.split()))]


def test_characters_are_counted_with_the_spaces_between_words() -> None:
    assert character_counts(["A B"], ["AB"]) == [Counts(1, 3)]


def test_the_rate_is_over_all_words_and_not_a_mean_over_clips() -> None:
    assert words_rate(word_counts(["ONE", "ONE TWO THREE"], ["TWO", "ONE TWO THREE"])) == 0.25


def test_the_interval_holds_the_rate_and_narrows_with_more_clips() -> None:
    clips = [Counts(errors, 1) for errors in (0, 1, 0, 0)]
    low, high = interval(clips * 25)
    assert low < 0.25 < high
    wide_low, wide_high = interval(clips * 5)
    assert wide_high - wide_low > high - low

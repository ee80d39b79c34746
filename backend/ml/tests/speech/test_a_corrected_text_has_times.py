"""Words that were heard keep their times; new ones get what is between."""

import pytest

from ml.speech.align import aligned
from ml.types import Word

HEARD = tuple(Word(word, at, at + 0.5, 0.6) for at, word in enumerate(("GO", "FOURWAR", "TEN", "METERS"), start=1))


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("GO FOURWAR TEN METERS", [(1.0, 1.5), (2.0, 2.5), (3.0, 3.5), (4.0, 4.5)]),
        ("GO FORWARD TEN METERS", [(1.0, 1.5), (2.0, 2.5), (3.0, 3.5), (4.0, 4.5)]),
        ("go forward, ten\nmeters.", [(1.0, 1.5), (2.0, 2.5), (3.0, 3.5), (4.0, 4.5)]),
        ("GO TEN METERS", [(1.0, 1.5), (3.0, 3.5), (4.0, 4.5)]),
        ("GO FOUR WARD TEN METERS", [(1.0, 1.5), (2.0, 2.25), (2.25, 2.5), (3.0, 3.5), (4.0, 4.5)]),
        ("GO FOURWAR NOW TEN METERS", [(1.0, 1.5), (2.0, 2.5), (2.5, 3.0), (3.0, 3.5), (4.0, 4.5)]),
        ("SO GO FOURWAR TEN METERS", [(0.0, 1.0), (1.0, 1.5), (2.0, 2.5), (3.0, 3.5), (4.0, 4.5)]),
        ("GO FOURWAR TEN METERS PLEASE", [(1.0, 1.5), (2.0, 2.5), (3.0, 3.5), (4.0, 4.5), (4.5, 6.0)]),
        ("", []),
    ],
)
def test_words_have_the_times_of_those_that_they_stand_for(text: str, times: list[tuple[float, float]]) -> None:
    found = aligned(text, HEARD, duration=6.0)
    assert [word.word for word in found] == text.split()
    assert [(word.start, word.end) for word in found] == times


def test_what_a_person_wrote_is_sure_and_the_rest_as_sure_as_it_was() -> None:
    assert [word.confidence for word in aligned("Go, forward ten meters", HEARD, 6.0)] == [0.6, 1.0, 0.6, 0.6]


def test_words_where_nothing_was_heard_share_the_whole_sound() -> None:
    assert aligned("A BCD", (), 4.0) == (Word("A", 0.0, 1.0, 1.0), Word("BCD", 1.0, 4.0, 1.0))


def test_a_new_word_between_two_that_overlap_has_no_length() -> None:
    heard = (Word("A", 0.0, 1.2, 1.0), Word("B", 1.0, 2.0, 1.0))
    assert aligned("A X B", heard, 2.0)[1] == Word("X", 1.2, 1.2, 1.0)


def test_an_hour_of_one_word_is_aligned() -> None:
    heard = tuple(Word("A", float(at), at + 1.0, 1.0) for at in range(10_000))
    found = aligned("B " + "A " * 9_000 + "C " + "A " * 999, heard, 10_001.0)
    assert len(found) == 10_001

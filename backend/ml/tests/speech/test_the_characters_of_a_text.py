"""Which labels a text has, and how many frames CTC needs to write it."""

import numpy as np
import pytest

from ml.speech.postprocess import Alphabet, collapse
from ml.speech.vocabulary import BLANK, DELIMITER, VOCABULARY, encode, needed_frames

ALPHABET = Alphabet(VOCABULARY, BLANK, DELIMITER)


@pytest.mark.parametrize("text", ["SEVEN OF CLUBS", "DON'T", "A"])
def test_what_is_encoded_is_read_back(text: str) -> None:
    labels = [label for one in encode(text) for label in (one, BLANK)]
    assert collapse(np.array(labels), ALPHABET) == text


def test_a_character_outside_of_the_vocabulary_is_no_label() -> None:
    with pytest.raises(KeyError):
        encode("CAFÉ")


@pytest.mark.parametrize(("text", "frames"), [("", 0), ("A", 1), ("AB", 2), ("AA", 3), ("THREE", 6), ("LOO OK", 7)])
def test_equal_neighbours_need_a_frame_between_them(text: str, frames: int) -> None:
    assert needed_frames(text) == frames


def test_spaces_at_the_ends_and_doubled_ones_are_not_written() -> None:
    assert collapse(np.array([1, 1, 3, 0, 1, 0, 1, 4, 1]), ALPHABET) == "A B"

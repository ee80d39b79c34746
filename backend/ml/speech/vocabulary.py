"""The characters that the shipped recogniser writes: CTC blank, word delimiter, apostrophe, A to Z."""

from itertools import pairwise
from string import ascii_uppercase

BLANK = 0
DELIMITER = "|"
VOCABULARY: tuple[str, ...] = ("<blank>", DELIMITER, "'", *ascii_uppercase)
OWN_CHARACTERS = frozenset(VOCABULARY[2:]) | {" "}  # of texts
_INDEX = {character: index for index, character in enumerate(VOCABULARY)}


def encode(text: str) -> list[int]:
    """Give the label of each character of ``text`` (upper case words separated by one space).

    Raises KeyError for a character outside the vocabulary.
    """
    return [_INDEX[DELIMITER if character == " " else character] for character in text]


def needed_frames(text: str) -> int:
    """The least frames that CTC can write a text in: one a character, one more between two that are the same."""
    return len(text) + sum(one == other for one, other in pairwise(text))

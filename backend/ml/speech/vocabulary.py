"""The characters that the recogniser writes: CTC blank, word delimiter, apostrophe, A to Z."""

from string import ascii_uppercase

BLANK = 0
DELIMITER = "|"
VOCABULARY: tuple[str, ...] = ("<blank>", DELIMITER, "'", *ascii_uppercase)
_INDEX = {character: index for index, character in enumerate(VOCABULARY)}


def encode(text: str) -> list[int]:
    """Give the label of each character of ``text`` (upper case words separated by one space).

    Raises KeyError for a character outside the vocabulary.
    """
    return [_INDEX[DELIMITER if character == " " else character] for character in text]

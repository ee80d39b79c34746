"""What a person wrote as the words and characters that a model writes."""

import unicodedata
from collections.abc import Collection

from ml.datasets.transcripts import normalised, rules_for
from ml.speech.grammar.graph import labels_of
from ml.speech.postprocess import Alphabet

LONGEST_WORD = 100
SHOWN = 40  # of a long word or alphabet, in a sentence


class EntryError(ValueError):
    """It cannot be heard; the text is a sentence that says why."""


def words_of(entry: str, alphabet: Alphabet) -> tuple[str, ...]:
    """The words of an entry in the characters of an alphabet: its case, hyphens as spaces, no accents but its own.

    Raises:
        EntryError: nothing is left, a word is too long, or a character is none that the model writes.
    """
    known = labels_of(alphabet)
    text = normalised(entry, rules_for(tuple(known)))
    words = tuple("".join(_plain(sign, known) for sign in word) for word in text.split())
    if not words:
        raise EntryError("there is no word in it")
    if longest := next((word for word in words if len(word) > LONGEST_WORD), None):
        raise EntryError(f"{longest[:SHOWN]!r}… is longer than {LONGEST_WORD} letters; no word is")
    return words


def _plain(sign: str, known: Collection[str]) -> str:
    """The sign, or its letters without accents where those are known."""
    if sign in known:
        return sign
    letters = [letter for letter in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(letter)]
    if letters and all(letter in known for letter in letters):
        return "".join(letters)
    raise EntryError(_unwritten(sign, known))


def _unwritten(sign: str, known: Collection[str]) -> str:
    written = "".join(sorted(known))
    written = written if len(written) <= SHOWN else written[:SHOWN] + "…"
    hint = " (write numbers as words)" if sign.isdecimal() else ""
    return f"this model does not write {sign!r}{hint}, its characters are {written}"

"""What a person wrote as the words and characters that a model writes."""

import re
import unicodedata
from collections.abc import Collection

from ml.datasets.transcripts import APOSTROPHES, normalised, rules_for
from ml.speech.grammar.graph import labels_of
from ml.speech.postprocess import Alphabet

LONGEST_WORD = 100
SHOWN = 40  # of a long entry, word or alphabet, in a sentence
# Signs that are spoken, besides all symbols. Left out they would make another word: C of C++.
SPOKEN = "&%@#*"
_BETWEEN_WORDS = re.compile(r"[,;:!?]|\.{2,}")
_QUOTED = re.compile(r"^'(.*)'$")


class EntryError(ValueError):
    """It cannot be heard; the text is a sentence that says why."""


def words_of(entry: str, alphabet: Alphabet) -> tuple[str, ...]:
    """The words of an entry in the characters of an alphabet: its case, hyphens as spaces, no accents but its own.

    Raises:
        EntryError: nothing is left, a word is too long, or a character is none that the model writes.
    """
    known = labels_of(alphabet)
    text = unicodedata.normalize("NFKC", entry.translate(APOSTROPHES))
    if spoken := next((sign for sign in text if _is_spoken(sign) and sign not in known), None):
        raise EntryError(_unwritten(spoken, known))
    text = normalised(_BETWEEN_WORDS.sub(" ", text), rules_for(tuple(known)))
    words = tuple("".join(_plain(sign, known) for sign in word) for word in _QUOTED.sub(r"\1", text).split())
    if not any(letter != "'" for word in words for letter in word):
        raise EntryError("there is no word in it")
    if longest := next((word for word in words if len(word) > LONGEST_WORD), None):
        raise EntryError(f"{longest[:SHOWN]!r}… is longer than {LONGEST_WORD} letters; no word is")
    return words


def _is_spoken(sign: str) -> bool:
    return sign in SPOKEN or unicodedata.category(sign)[0] == "S"


def _plain(sign: str, known: Collection[str]) -> str:
    """The sign, or its letters without accents where those are known."""
    if sign in known:
        return sign
    letters = [letter for letter in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(letter)]
    if letters and all(letter in known for letter in letters):
        return "".join(letters)
    raise EntryError(_unwritten(sign, known))


def _unwritten(sign: str, known: Collection[str]) -> str:
    written = "".join(sorted(known, key=lambda letter: (not letter.isalnum(), letter)))
    written = written if len(written) <= SHOWN else written[:SHOWN] + "…"
    hint = " (write numbers as words)" if sign.isdecimal() else " (write it as a word)" if _is_spoken(sign) else ""
    return f"this model does not write {sign!r}{hint}, its characters are {written}"

"""How transcripts are brought into one form. Every rule is named, and a frozen set records them."""

import unicodedata
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

APOSTROPHES = dict.fromkeys(map(ord, "\u2019\u2018\u02bc\u00b4`"), "'")
DIGITS = ("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE")


class TextRules(BaseModel):
    """Which rules are applied, in this order, after one sign for all apostrophes and NFKC; spaces become single."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    digits: Literal["kept", "spelled"] = Field(
        "kept", description="`spelled`: every digit becomes its English word, one by one (42: FOUR TWO)"
    )
    punctuation: Literal["removed", "kept"] = Field(
        "removed", description="`removed`: dashes and slashes become spaces, all other signs but the apostrophe go"
    )
    case: Literal["upper", "lower", "kept"] = "upper"


def normalised(text: str, rules: TextRules) -> str:
    """The transcript as a network is taught it."""
    text = unicodedata.normalize("NFKC", text.translate(APOSTROPHES))
    if rules.digits == "spelled":
        text = "".join(f" {DIGITS[int(sign)]} " if sign in "0123456789" else sign for sign in text)
    if rules.punctuation == "removed":
        text = "".join(map(_without_sign, text))
    cased = {"upper": text.upper(), "lower": text.lower(), "kept": text}[rules.case]
    return " ".join(unicodedata.normalize("NFC", cased).split())


def rules_for(vocabulary: tuple[str, ...]) -> TextRules:
    """Upper or lower case as the vocabulary has it; both kept where it has both."""
    letters = "".join(sign for sign in vocabulary if len(sign) == 1)
    if letters == letters.upper():
        return TextRules()
    return TextRules(case="lower" if letters == letters.lower() else "kept")


def _without_sign(character: str) -> str:
    category = unicodedata.category(character)
    if character == "'" or category[0] not in "PSC":
        return character
    return " " if category in {"Pd", "Cc"} or character in "/_" else ""

"""English as people say it who learned another language first: what becomes of its sounds, in IPA.

The usual substitutions, as in Swan and Smith, Learner English (2001): coarse, and enough to hear a word twice.
"""

# ruff: noqa: RUF001 - letters of the phonetic alphabet
from collections.abc import Mapping
from random import Random

OFTEN = 0.75  # the share of a speaker's own sounds
# In Kokoro's letters: A I O W are the diphthongs of day, my, go, now; ʤ and ʧ begin jam and chair.
ACCENTS: Mapping[str, Mapping[str, str]] = {
    "french": {
        "ɹ": "ʁ",
        "θ": "s",
        "ð": "z",
        "h": "",
        "ɪ": "i",
        "æ": "a",
        "ʌ": "œ",
        "ʧ": "ʃ",
        "O": "o",
        "Q": "o",
        "A": "e",
    },
    "german": {
        "ɹ": "ʁ",
        "θ": "s",
        "ð": "d",
        "w": "v",
        "æ": "ɛ",
        "ʌ": "a",
        "ʤ": "ʧ",
        "O": "oː",
        "Q": "oː",
        "A": "eː",
        "v$": "f",
    },
    "spanish": {
        "ɹ": "ɾ",
        "θ": "s",
        "z": "s",
        "v": "b",
        "h": "x",
        "ɪ": "i",
        "æ": "a",
        "ʌ": "a",
        "O": "o",
        "Q": "o",
        "^s": "es",
    },
    "greek": {"ɹ": "ɾ", "ʃ": "s", "ʧ": "ts", "h": "x", "ɪ": "i", "æ": "a", "ʌ": "a", "O": "o", "Q": "o", "ʊ": "u"},
    "italian": {
        "ɹ": "r",
        "θ": "t",
        "ð": "d",
        "h": "",
        "ɪ": "i",
        "æ": "ɛ",
        "ʌ": "a",
        "O": "o",
        "Q": "o",
        "t$": "tə",
        "p$": "pə",
    },
    "indian": {"ɹ": "ɾ", "θ": "t", "ð": "d", "w": "v", "t": "ʈ", "d": "ɖ", "O": "oː", "Q": "oː", "A": "eː", "æ": "ɛ"},
    "slavic": {
        "ɹ": "r",
        "θ": "s",
        "ð": "z",
        "w": "v",
        "h": "x",
        "ɪ": "i",
        "æ": "ɛ",
        "ʌ": "a",
        "O": "o",
        "Q": "o",
        "v$": "f",
        "z$": "s",
    },
    "chinese": {"θ": "s", "ð": "d", "v": "w", "z": "s", "ɪ": "i", "l$": "", "æ": "ɛ", "n$": "ŋ"},
    "japanese": {"ɹ": "ɾ", "l": "ɾ", "θ": "s", "ð": "z", "v": "b", "æ": "a", "ʌ": "a", "t$": "to", "f": "ɸ"},
}


def accented(spoken: str, accent: str, random: Random) -> str:
    """IPA of English with most sounds of an accent; `^` and `$` in the table mean a sound at the begin or the end."""
    begin = spoken.lstrip("ˈˌ")
    marks = spoken[: len(spoken) - len(begin)]
    for sound, other in ACCENTS[accent].items():
        if random.random() >= OFTEN:
            continue
        if sound.startswith("^"):
            begin = other + begin[1:] if begin.startswith(sound[1:]) and begin[1:2] in "ptkmnlf" else begin
        elif sound.endswith("$"):
            begin = begin[:-1] + other if begin.endswith(sound[0]) else begin
        else:
            begin = begin.replace(sound, other)
    return marks + begin

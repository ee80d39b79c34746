"""Which character each output of a speech model stands for, as Hugging Face's files or the person who brings it say."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from ml.adopt.read_json import read_json
from ml.errors import AdoptError

CONFIG, VOCABULARY, ADDED = "config.json", "vocab.json", "added_tokens.json"
PREPROCESSOR, PROCESSOR = "preprocessor_config.json", "processor_config.json"
BLANKS = ("<pad>", "[PAD]", "<blank>", "[BLANK]", "<blk>", "<ctc>")
DELIMITERS = ("|", "▁", " ")


@dataclass(frozen=True, slots=True)
class Characters:
    """`vocabulary` in the order of the outputs, and the place of CTC's blank in it."""

    vocabulary: Sequence[str]
    blank: int

    def words(self) -> dict[str, object]:
        """As a manifest has them."""
        delimiter = next((sign for sign in DELIMITERS if sign in self.vocabulary), " ")
        return {"vocabulary": list(self.vocabulary), "blank": self.blank, "word_delimiter": delimiter}


def alphabet_of(characters: Sequence[str]) -> Characters:
    """Of characters in the order of the outputs. Raises AdoptError."""
    twice = {sign for sign in characters if list(characters).count(sign) > 1}
    if twice:
        raise AdoptError(f"The vocabulary has {min(twice)!r} more than once.")
    blank = next((characters.index(sign) for sign in BLANKS if sign in characters), None)
    if blank is None:
        raise AdoptError("The vocabulary does not say which character is CTC's blank; call it <pad> or <blank>.")
    return Characters(characters, blank)


def alphabet_in(root: Path) -> Characters:
    """Of vocab.json, with what config.json and added_tokens.json say of it. Raises AdoptError."""
    config = read_json(root / CONFIG) if (root / CONFIG).exists() else {}
    size = config.get("vocab_size")
    if not isinstance(size, int | None):
        raise AdoptError(f"{CONFIG} has the vocab_size {size!r}, which is no whole number.")
    ordered = in_order(places_in(root, size))
    blank = config.get("pad_token_id")
    if blank is None:
        return alphabet_of(ordered)
    if not isinstance(blank, int) or not 0 <= blank < len(ordered):
        raise AdoptError(f"{CONFIG} has the pad_token_id {blank!r}; {VOCABULARY} has {len(ordered)} characters.")
    refuse_letter(ordered, blank)
    return Characters(ordered, blank)


def refuse_letter(characters: Sequence[str], blank: int) -> None:
    """Raises AdoptError where the blank is a letter, which could never be written: a default that nobody changed."""
    sign = characters[blank]
    if len(sign) == 1 and sign.isalnum():
        meant = next(
            (f"; {VOCABULARY} has {mark} at {characters.index(mark)}" for mark in BLANKS if mark in characters), ""
        )
        raise AdoptError(
            f"{CONFIG} has the pad_token_id {blank}, so that the blank would be {sign!r}, a letter{meant}. Put the "
            "place of the blank there."
        )


def places_in(root: Path, size: int | None) -> dict[str, JsonValue]:
    """The place of each character. Raises AdoptError where there are not as many as outputs."""
    places = read_json(root / VOCABULARY)
    if places and all(isinstance(place, dict) for place in places.values()):
        raise AdoptError(
            f"{VOCABULARY} has a vocabulary for each of {len(places)} languages ({', '.join(list(places)[:8])}); "
            "choose one: put its characters into a vocab.json of their own."
        )
    if (root / ADDED).exists() and len(places) != size:
        # Marks of a tokenizer that may have come after the network was made: then it has no outputs for them.
        marks = read_json(root / ADDED)
        places |= {sign: place for sign, place in marks.items() if size is None or number(place) < size}
    if size is not None and len(places) != size:
        raise AdoptError(f"{VOCABULARY} has {len(places)} characters, {CONFIG} says {size}.")
    return places


def in_order(places: Mapping[str, JsonValue]) -> list[str]:
    """The characters by their place. Raises AdoptError where a place is missing or given twice."""
    ordered = sorted(places, key=lambda sign: number(places[sign]))
    if [places[sign] for sign in ordered] != list(range(len(ordered))):
        raise AdoptError(f"{VOCABULARY} does not number its characters from 0 without gaps.")
    return ordered


def number(place: JsonValue) -> int:
    """A place. Raises AdoptError."""
    if not isinstance(place, int):
        raise AdoptError(f"{VOCABULARY} does not number its characters from 0 without gaps: {json.dumps(place)[:50]}.")
    return place


def extractor_in(root: Path) -> dict[str, JsonValue]:
    """What is done before the network, as transformers writes it down; empty where nothing says it. Raises AdoptError.

    Since transformers 5 it is a part of processor_config.json.
    """
    if (root / PREPROCESSOR).exists():
        return read_json(root / PREPROCESSOR)
    whole = read_json(root / PROCESSOR) if (root / PROCESSOR).exists() else {}
    parts = (whole.get(name) for name in ("feature_extractor", "image_processor"))
    return next((part for part in parts if isinstance(part, dict)), {})


def heard_in(root: Path) -> dict[str, JsonValue]:
    """What these files say of the sound, as fields of `SoundSpec`. Raises AdoptError."""
    settings = extractor_in(root)
    names = {"sampling_rate": "sample_rate", "do_normalize": "normalize"}
    return {own: settings[theirs] for theirs, own in names.items() if theirs in settings}

"""Texts as the labels that CTC learns, and what of a data set can be learned at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from ml.bundle import Bundle
from ml.datasets.frozen import DataItem
from ml.errors import RecipeError
from ml.speech.postprocess import Alphabet
from ml.speech.recipe import SpeechRecipe
from ml.speech.spec import SoundSpec
from ml.speech.vocabulary import needed_frames
from ml.training.training_task import Outputs

BLANK, DELIMITER = "<blank>", "|"


@dataclass(frozen=True, slots=True)
class Usable:
    """Items that CTC can learn from, and a sentence for each reason why others were left out."""

    items: Sequence[DataItem]
    notes: Sequence[str]


def outputs_for(characters: str, recipe: SpeechRecipe, parent: Bundle | None) -> Outputs:
    """The vocabulary: blank, word delimiter, the data set's characters; when fine-tuning after those of the parent.

    Raises:
        RecipeError: a character means something else to CTC.
    """
    letters = sorted(set(characters) - {" "})
    if DELIMITER in letters:
        raise RecipeError("The texts hold the character |, which stands between words here; freeze the set without it.")
    if parent is None:
        return Outputs((BLANK, DELIMITER, *letters), 0, DELIMITER)
    manifest = parent.manifest
    known, delimiter = manifest.vocabulary or (), manifest.word_delimiter or " "
    if recipe.vocabulary == "extend":
        return Outputs((*known, *(letter for letter in letters if letter not in known)), manifest.blank, delimiter)
    blank = known[manifest.blank or 0]
    return Outputs(
        (blank, delimiter, *(letter for letter in letters if letter not in (blank, delimiter))), 0, delimiter
    )


def written_by(outputs: Outputs) -> Alphabet:
    """What a network with these outputs writes."""
    return Alphabet(outputs.names, outputs.blank or 0, outputs.delimiter or " ")


def encoded(text: str, outputs: Outputs) -> list[int]:
    """The label of each character. Raises KeyError for one outside the vocabulary."""
    place = {name: index for index, name in enumerate(outputs.names)}
    return [place[outputs.delimiter if character == " " and outputs.delimiter else character] for character in text]


def usable(items: Sequence[DataItem], split: str, spec: SoundSpec, speed: float) -> Usable:
    """Leave out clips that are longer than the largest bucket, or too short for their text even at full speed."""
    longest = spec.buckets[-1]
    long = [item for item in items if (item.seconds or 0) > longest]
    short = [
        item for item in items if item not in long and frames_of(item, spec, speed) < needed_frames(item.text or "")
    ]
    left_out = {item.file for item in (*long, *short)}
    notes = [
        *left_out_sentences(long, split, f"longer than the largest bucket, {longest:g} seconds"),
        *left_out_sentences(short, split, "too short for their text"),
    ]
    return Usable([item for item in items if item.file not in left_out], notes)


def frames_of(item: DataItem, spec: SoundSpec, speed: float) -> int:
    """How many frames there are for a clip at its fastest, a few fewer than its length says."""
    return int((item.seconds or 0) / (1 + speed) * spec.sample_rate / spec.frame_stride) - 1


def left_out_sentences(items: Sequence[DataItem], split: str, reason: str, most: int = 5) -> list[str]:
    """One sentence about items that were left out, none where there are none."""
    if not items:
        return []
    names = ", ".join(item.name for item in items[:most]) + (", …" if len(items) > most else "")
    return [f"{len(items)} clips of the {split} split are left out, for they are {reason}: {names}."]

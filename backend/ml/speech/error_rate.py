"""How wrong a speech model is: word and character errors by jiwer, and how sure they are."""

from collections.abc import Sequence
from dataclasses import dataclass

import jiwer
import numpy as np

from ml.intervals import Counts, rate_interval
from ml.optimise.rates import Rate


@dataclass(frozen=True, slots=True)
class Edits:
    """Substitutions, insertions and deletions of every clip, and the words or characters of its reference."""

    errors: Counts
    lengths: Counts

    @property
    def rate(self) -> float:
        """Errors of all clips over the length of all references."""
        return float(self.errors.sum() / max(1, self.lengths.sum()))

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the rate, clips drawn anew."""
        return rate_interval(self.errors, self.lengths)


def word_edits(truths: Sequence[str], answers: Sequence[str]) -> Edits:
    """Of words."""
    return edits([jiwer.process_words(*pair) for pair in zip(truths, answers, strict=True)])


def character_edits(truths: Sequence[str], answers: Sequence[str]) -> Edits:
    """Of characters, spaces included."""
    return edits([jiwer.process_characters(*pair) for pair in zip(truths, answers, strict=True)])


def edits(clips: "Sequence[jiwer.WordOutput | jiwer.CharacterOutput]") -> Edits:
    """jiwer's alignments as counts."""
    counts = [(clip.substitutions, clip.insertions, clip.deletions, clip.hits) for clip in clips]
    table = np.array(counts, np.int64).reshape(-1, 4)
    substitutions, insertions, deletions, hits = table.T
    return Edits(substitutions + insertions + deletions, hits + substitutions + deletions)


def errors(truths: Sequence[str], answers: Sequence[str]) -> Counts:
    """Wrong, missing and additional words of every clip."""
    return word_edits(truths, answers).errors


def units(truths: Sequence[str]) -> Counts:
    """Words of every reference."""
    return np.array([len(truth.split()) for truth in truths])


def rate(errors: Counts, units: Counts) -> Rate:
    """The word error rate."""
    found = Edits(errors, units)
    return Rate(found.rate, *found.interval)

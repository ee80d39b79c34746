"""Word and character error rates by jiwer, and how sure they are."""

from collections.abc import Sequence
from dataclasses import dataclass

import jiwer
import numpy as np


@dataclass(frozen=True, slots=True)
class Counts:
    """Substitutions, insertions and deletions of one clip, and the words or characters of its reference."""

    errors: int
    length: int


def word_counts(references: Sequence[str], hypotheses: Sequence[str]) -> list[Counts]:
    """Word errors of each clip."""
    return [counts(jiwer.process_words(*pair)) for pair in zip(references, hypotheses, strict=True)]


def character_counts(references: Sequence[str], hypotheses: Sequence[str]) -> list[Counts]:
    """Character errors of each clip, spaces included."""
    return [counts(jiwer.process_characters(*pair)) for pair in zip(references, hypotheses, strict=True)]


def counts(output: "jiwer.WordOutput | jiwer.CharacterOutput") -> Counts:
    """jiwer's alignment as counts."""
    errors = output.substitutions + output.insertions + output.deletions
    return Counts(errors, output.hits + output.substitutions + output.deletions)


def interval(clips: Sequence[Counts], draws: int = 2000) -> tuple[float, float]:
    """95 % bootstrap interval of an error rate, resampling clips (Bisani and Ney 2004)."""
    errors = np.array([clip.errors for clip in clips])
    lengths = np.array([clip.length for clip in clips])
    random = np.random.default_rng(0)
    rates = []
    for _ in range(draws):
        chosen = random.integers(len(clips), size=len(clips))
        rates.append(errors[chosen].sum() / max(1, lengths[chosen].sum()))
    low, high = np.quantile(rates, [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)

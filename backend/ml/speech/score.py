"""How good a speech model is: word and character error rates by jiwer, with bootstrap intervals."""

from collections.abc import Sequence

import jiwer
import numpy as np

from ml.datasets.frozen import DataItem
from ml.speech.error_rate import Edits, character_edits, word_edits
from ml.types import JsonObject, Output

# Of an evaluation these go into a bundle's metrics, under the names that the catalogue shows.
FIGURES = ("wer", "wer_interval", "cer", "cer_interval", "clips", "words")
OPTIONS: dict[str, object] = {}  # what every item is asked with
WORST = 24


def score(items: Sequence[DataItem], answers: Sequence[Output | None], _: Sequence[str] = ()) -> JsonObject:
    """Figures of the transcripts.

    Returns:
        `wer` and `cer` over all words and characters with their 95 % bootstrap intervals over clips, how many
        `substitutions`, `insertions` and `deletions` of words, and the `worst` utterances.
    """
    truths = [item.text or "" for item in items]
    given = ["" if answer is None else answer.answer for answer in answers]
    words, characters = word_edits(truths, given), character_edits(truths, given)
    total = jiwer.process_words(truths, given)
    return {
        "clips": len(items),
        "words": int(words.lengths.sum()),
        "characters": int(characters.lengths.sum()),
        "wer": round(words.rate, 4),
        "wer_interval": rounded(words.interval),
        "cer": round(characters.rate, 4),
        "cer_interval": rounded(characters.interval),
        "substitutions": total.substitutions,
        "insertions": total.insertions,
        "deletions": total.deletions,
        "worst": worst(items, given, words),
    }


def rounded(interval: tuple[float, float]) -> tuple[float, float]:
    """Four digits."""
    return round(interval[0], 4), round(interval[1], 4)


def worst(items: Sequence[DataItem], given: Sequence[str], words: Edits) -> list[dict[str, object]]:
    """Utterances with the highest error rate, the longer ones first among the same."""
    rates = words.errors / np.maximum(1, words.lengths)
    order = sorted(range(len(items)), key=lambda index: (-rates[index], -words.lengths[index]))
    return [
        {
            "name": items[index].name,
            "file": items[index].file,
            "speaker": items[index].speaker,
            "seconds": items[index].seconds,
            "truth": items[index].text,
            "answer": given[index],
            "wer": round(float(rates[index]), 4),
        }
        for index in order[:WORST]
        if words.errors[index]
    ]

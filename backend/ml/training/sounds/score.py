"""How good a speech model is: word and character error rates by jiwer, with bootstrap intervals."""

from collections.abc import Sequence
from typing import Any

import jiwer

from ml.datasets.frozen import DataItem
from ml.speech.error_rate import Counts, character_counts, interval, word_counts
from ml.types import Transcript

WORST = 24


def score_sounds(items: Sequence[DataItem], answers: Sequence[Transcript | None]) -> dict[str, Any]:
    """Figures of the transcripts.

    Returns:
        `wer` and `cer` over all words and characters with their 95 % bootstrap intervals over clips, how many
        `substitutions`, `insertions` and `deletions` of words, and the `worst` utterances.
    """
    truths = [item.text or "" for item in items]
    given = ["" if answer is None else answer.text for answer in answers]
    words, characters = word_counts(truths, given), character_counts(truths, given)
    total = jiwer.process_words(truths, given)
    return {
        "clips": len(items),
        "words": sum(count.length for count in words),
        "characters": sum(count.length for count in characters),
        "wer": words_rate(words),
        "wer_interval": interval(words),
        "cer": words_rate(characters),
        "cer_interval": interval(characters),
        "substitutions": total.substitutions,
        "insertions": total.insertions,
        "deletions": total.deletions,
        "worst": worst(items, given, words),
    }


def words_rate(counts: Sequence[Counts]) -> float:
    """Errors of all clips over the length of all references."""
    return round(sum(count.errors for count in counts) / max(1, sum(count.length for count in counts)), 4)


def worst(items: Sequence[DataItem], given: Sequence[str], counts: Sequence[Counts]) -> list[dict[str, Any]]:
    """Utterances with the highest error rate, the longer ones first among the same."""
    rates = [count.errors / max(1, count.length) for count in counts]
    order = sorted(range(len(items)), key=lambda index: (-rates[index], -counts[index].length))
    return [
        {
            "name": items[index].name,
            "file": items[index].file,
            "speaker": items[index].speaker,
            "seconds": items[index].seconds,
            "truth": items[index].text,
            "answer": given[index],
            "wer": round(rates[index], 4),
        }
        for index in order[:WORST]
        if counts[index].errors
    ]

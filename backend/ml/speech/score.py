"""How good a speech model is: word and character error rates by jiwer, with bootstrap intervals."""

from collections.abc import Sequence

import jiwer
import numpy as np
import numpy.typing as npt

from ml.datasets.frozen import DataItem
from ml.speech.error_rate import Edits, character_edits, word_edits
from ml.types import Between, JsonObject, Output, Transcript

# Of an evaluation these go into a bundle's metrics, under the names that the catalogue shows.
FIGURES = ("wer", "wer_interval", "cer", "cer_interval", "clips", "words")
OPTIONS: dict[str, object] = {}  # what every item is asked with
WORST = 24


def score(items: Sequence[DataItem], answers: Sequence[Output | None], _: Sequence[str] = ()) -> JsonObject:
    """Figures of the transcripts.

    Returns:
        `wer` and `cer` over all words and characters with their 95 % bootstrap intervals over clips, how many
        `substitutions`, `insertions` and `deletions` of words, and the `worst` utterances; of a version that tells
        what it does not know the share of clips that are `outside`, the same of those it is right about
        (`outside_right`), and for each estimate of wrong words how many were (`estimates`).
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
        **doubts(answers, words, np.array([truth == text for truth, text in zip(truths, given, strict=True)], bool)),
        "worst": worst(items, given, words),
    }


def doubts(answers: Sequence[Output | None], edits: Edits, right: npt.NDArray[np.bool_]) -> JsonObject:
    """What the version said of its answers, beside what is true of them."""
    told = [answer if isinstance(answer, Transcript) else None for answer in answers]
    if all(answer is None or answer.familiar is None for answer in told):
        return {}
    outside = np.array([answer is not None and answer.outside for answer in told], bool)
    estimates: dict[Between, list[int]] = {}
    for place, answer in enumerate(told):
        if answer and answer.estimated_wer:
            estimates.setdefault(answer.estimated_wer, []).append(place)
    return {
        "outside": round(float(outside.mean()), 4),
        "outside_right": round(float(outside[right].mean()), 4) if right.any() else None,
        "estimates": [
            {
                "low": estimate.low,
                "high": estimate.high,
                "clips": len(places),
                "words": int(edits.lengths[places].sum()),
                "wer": round(float(edits.errors[places].sum() / max(1, edits.lengths[places].sum())), 4),
            }
            for estimate, places in sorted(estimates.items(), key=lambda one: (one[0].low, one[0].high))
        ],
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

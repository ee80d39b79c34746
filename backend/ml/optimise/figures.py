"""How wrong a model is, how sure that is, and how much worse it is than another on the same items.

Errors are counted by item: for images 1 where the best label is wrong, for speech the edits of words. The rate is their
sum over the sum of `units` (images, or words of the references): 1 - top-1, or the word error rate.
"""

from collections.abc import Sequence

import jiwer
import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from ml.optimise.rates import Loss, Rate
from ml.types import Kind

DRAWS = 2000
Counts = NDArray[np.int64]


def errors_of(kind: Kind, truths: Sequence[str], found: Sequence[str]) -> Counts:
    """Errors of every item."""
    pairs = zip(truths, found, strict=True)
    if kind == "image-classification":
        return np.array([int(truth != answer) for truth, answer in pairs])
    return np.array([word_edits(truth, answer) for truth, answer in pairs])


def word_edits(truth: str, answer: str) -> int:
    """Fewest substitutions, deletions and insertions of words."""
    result = jiwer.process_words(truth, answer)
    return int(result.substitutions + result.deletions + result.insertions)


def units_of(kind: Kind, truths: Sequence[str]) -> Counts:
    """What the errors are counted against: 1 an image, the words of a text."""
    return np.array([1 if kind == "image-classification" else len(truth.split()) for truth in truths])


def rate_of(kind: Kind, errors: Counts, units: Counts) -> Rate:
    """The error rate; Wilson's interval for images, a bootstrap over clips for speech (Bisani and Ney 2004)."""
    if kind == "image-classification":
        interval = binomtest(int(errors.sum()), len(errors)).proportion_ci(method="wilson")
        return Rate(float(errors.mean()), float(interval.low), float(interval.high))
    low, high = bootstrap(errors, units)
    return Rate(float(errors.sum() / max(1, units.sum())), low, high)


def loss_of(parent: Counts, variant: Counts, units: Counts) -> Loss:
    """How much worse the variant is; the interval is a bootstrap of the pairs, so that what both find hard cancels."""
    change = variant - parent
    low, high = bootstrap(change, units)
    better, worse = int((change < 0).sum()), int((change > 0).sum())
    p = float(binomtest(worse, better + worse, 0.5).pvalue) if better + worse else 1.0
    return Loss(float(change.sum() / max(1, units.sum())), low, high, better, worse, p)


def bootstrap(errors: Counts, units: Counts) -> tuple[float, float]:
    """95 % percentile interval of sum(errors) / sum(units), items drawn anew."""
    random = np.random.default_rng(0)
    rates = np.empty(DRAWS)
    for draw in range(DRAWS):
        rows = random.integers(len(errors), size=len(errors))
        rates[draw] = errors[rows].sum() / max(1, units[rows].sum())
    low, high = np.quantile(rates, [0.025, 0.975])
    return float(low), float(high)

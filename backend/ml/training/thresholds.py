"""From which confidence on an answer counts as sure, chosen from answers whose truth is known."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

# Of the answers that count as sure so many shall be right; what is less sure than a half never counts.
WANTED, LOWEST = 0.95, 0.5
# Of fewer answers with a label nothing is said about that label.
FEWEST = 30
STEPS = np.round(np.arange(0, 1, 0.02), 2)
Confidences = NDArray[np.float64]
Right = NDArray[np.bool_]


def chosen(confidences: Confidences, right: Right, labels: Sequence[str]) -> dict[str, JsonValue]:
    """The threshold of a version, those of its labels, and the curve behind them.

    Args:
        labels: the answers, one for each confidence.

    Returns:
        `threshold` for all labels, `labels` with a threshold for each that was answered often enough, and `curve`:
        [threshold, share of answers that is kept, share of these that is right], of which the last is missing where
        none is kept.
    """
    answered = np.array(labels)
    often = [label for label in dict.fromkeys(labels) if (answered == label).sum() >= FEWEST]
    of_label: dict[str, JsonValue] = {
        label: threshold(confidences[answered == label], right[answered == label]) for label in sorted(often)
    }
    points = [(float(step), *kept_and_right(confidences, right, step)) for step in STEPS]
    return {
        "wanted": WANTED,
        "items": len(confidences),
        "threshold": threshold(confidences, right),
        "labels": of_label,
        "curve": [[round(value, 4) for value in point if value is not None] for point in points],
    }


def threshold(confidences: Confidences, right: Right) -> float:
    """The lowest from which on enough of the answers are right; where that is never so, the one with the most right."""
    steps = [float(step) for step in STEPS if step >= LOWEST]
    shares = [kept_and_right(confidences, right, step)[1] or 0.0 for step in steps]
    good = [step for step, share in zip(steps, shares, strict=True) if share >= WANTED]
    return good[0] if good else steps[int(np.argmax(shares))]


def kept_and_right(confidences: Confidences, right: Right, step: float) -> tuple[float, float | None]:
    """The share of answers that is as sure, and what share of these is right."""
    kept = confidences >= step
    return float(kept.mean()), float(right[kept].mean()) if kept.any() else None

"""Whether an answer counts as sure: one rule for the page, the API, webhooks and exports.

It is judged when the answer is made, by the thresholds that count then, and kept beside it where it is not what one
half would say.
"""

from collections.abc import Mapping, Sequence

from apps.catalogue.thresholds import USUAL, Thresholds
from ml.types import Classification, Output


def is_sure(output: Classification, thresholds: Thresholds) -> bool:
    """Whether the best label is sure enough; what is unlike anything that the version learned never is."""
    best = output.labels[0] if output.labels else None
    return best is not None and not output.outside and best.score >= thresholds.of(best.label)


def to_keep(output: Output, thresholds: Thresholds) -> dict[str, bool]:
    """What is kept beside an answer: nothing where one half would say the same, or where there are no labels."""
    if not isinstance(output, Classification) or not output.labels:
        return {}
    sure = is_sure(output, thresholds)
    return {} if sure == is_sure(output, Thresholds()) else {"sure": sure}


def kept(stored: Mapping[str, object]) -> bool | None:
    """Whether an answer was sure when it was made; None where there is no label to be sure of."""
    labels = stored.get("labels")
    if not isinstance(labels, Sequence) or not labels:
        return None
    usual = not stored.get("outside") and labels[0]["score"] >= USUAL
    return bool(stored.get("sure", usual))

"""Whether an answer counts as sure: one rule for the page, the API, webhooks and exports.

It is judged when the answer is made, by the thresholds that count then, and kept beside it where it is not what one
half would say.
"""

from collections.abc import Mapping, Sequence

from apps.catalogue.thresholds import USUAL, Thresholds
from ml.types import Classification, Output

# Up to here a file is so strange that its answer is in doubt, however high its score.
DOUBTFUL = 0.1


def is_sure(output: Classification, thresholds: Thresholds) -> bool:
    """Whether the best label is sure enough, and the file not too strange to the version."""
    best = output.labels[0] if output.labels else None
    doubtful = output.outside or (output.familiar is not None and output.familiar <= DOUBTFUL)
    return best is not None and not doubtful and best.score >= thresholds.of(best.label)


def to_keep(output: Output, thresholds: Thresholds) -> dict[str, bool]:
    """What is kept beside an answer: nothing where one half would say the same, or where there are no labels."""
    if not isinstance(output, Classification) or not output.labels:
        return {}
    sure = is_sure(output, thresholds)
    return {} if sure == _usual(output.outside, output.labels[0].score) else {"sure": sure}


def kept(stored: Mapping[str, object]) -> bool | None:
    """Whether an answer was sure when it was made; None where there is no label to be sure of."""
    labels = stored.get("labels")
    if not isinstance(labels, Sequence) or not labels:
        return None
    return bool(stored.get("sure", _usual(bool(stored.get("outside")), labels[0]["score"])))


def _usual(outside: bool, score: float) -> bool:
    """What holds where nothing is kept; it never changes, so that an answer stays as it was told."""
    return not outside and score >= USUAL

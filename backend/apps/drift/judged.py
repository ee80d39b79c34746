"""What people said of a version's answers: the true figure, of those that somebody judged."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from apps.predictions.models import Prediction, Status
from ml.intervals import wilson

# The last ones that are looked at.
MOST = 5000


class Judged(NamedTuple):
    """An answer that somebody judged, when it was given, and whether it was right."""

    at: datetime
    right: bool


class Truth(NamedTuple):
    """Of so many judged answers the share that is right, with its 95 % interval."""

    answers: int
    share: float
    low: float
    high: float


def judged_since(version: int, since: datetime) -> list[Judged]:
    """Those that were given since then, the newest first."""
    rows = Prediction.objects.filter(version=version, feedback__isnull=False, completed_at__gte=since)
    found = rows.filter(status=Status.SUCCEEDED).order_by("-completed_at")
    return [
        Judged(at, is_right(output or {}, feedback or {}))
        for at, output, feedback in found.values_list("completed_at", "output", "feedback")[:MOST]
        if at
    ]


def is_right(output: Mapping[str, object], feedback: Mapping[str, object]) -> bool:
    """Whether the best label is what a person said."""
    labels = output.get("labels")
    best = labels[0]["label"] if isinstance(labels, list) and labels else None
    return feedback.get("correct") is True or ("label" in feedback and feedback["label"] == best)


def truth(judged: list[Judged]) -> Truth | None:
    """None where nobody judged any."""
    if not judged:
        return None
    right = sum(one.right for one in judged)
    return Truth(len(judged), right / len(judged), *wilson(right, len(judged)))

"""Reads: whose, and which labels an explanation is about."""

from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import QuerySet

from apps.core.errors import Problem
from apps.explanations.models import UNDER_WAY, Explanation, Status
from apps.predictions.answers import said_by_person
from apps.predictions.models import Prediction
from apps.predictions.selectors import find

# The others of an answer are hardly worth a look, and each has a map.
MOST_LABELS = 10


def explanation_of(owner: User, prediction_id: UUID) -> Explanation:
    """That of one prediction of `owner`. Raises Problem 404."""
    prediction = find(owner, prediction_id)
    row = Explanation.objects.filter(prediction=prediction).first()
    if row is None:
        raise Problem(404, "Nobody has asked where this answer comes from.")
    return row


def labels_of(prediction: Prediction, asked: str) -> list[str]:
    """What is explained: the best labels, what a person said instead, and what was asked for by name."""
    best = [str(one["label"]) for one in (prediction.output or {}).get("labels", [])[:MOST_LABELS]]
    known = set(prediction.version.parsed.labels or ())
    return list(dict.fromkeys(one for one in (*best, said_by_person(prediction), asked) if one in known))


def under_way(owner: User) -> QuerySet[Explanation]:
    """What of `owner` waits or is worked on."""
    return Explanation.objects.filter(status__in=UNDER_WAY, prediction__owner=owner)


def anything_waits() -> bool:
    """Whether a worker should come."""
    return Explanation.objects.filter(status=Status.QUEUED).exists()

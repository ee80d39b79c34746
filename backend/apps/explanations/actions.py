"""Ask where an answer comes from, and end that."""

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from apps.core.broker import require_broker
from apps.core.errors import Problem
from apps.explanations.models import UNDER_WAY, Explanation, Status
from apps.explanations.notify import forget, notify
from apps.explanations.selectors import explanation_of, labels_of, under_way
from apps.explanations.tasks import ring
from apps.predictions import selectors as predictions
from apps.predictions.models import Prediction
from apps.predictions.models import Status as PredictionStatus
from ml.kinds import kind_of

MOST_UNDER_WAY = 20


def ask(owner: User, prediction_id: UUID, label: str) -> Explanation:
    """Have a worker explain an answer; what is there already, or under way, is given as it is.

    Raises:
        Problem: 404; 409 where the answer is not about a picture, or there is none; 400 for a label that the version
            does not know; 429 where much of `owner` waits; 503 while the broker is away.
    """
    with transaction.atomic():
        locked = predictions.owned(owner).select_for_update(of=("self",))
        prediction = locked.filter(pk=prediction_id).first()
        if prediction is None:
            raise Problem(404, "There is no such prediction.")
        _refuse_what_has_none(prediction, label)
        row = Explanation.objects.filter(prediction=prediction).select_for_update().first()
        if row and _answers(row, prediction, label):
            return row
        require_broker()
        if under_way(owner).count() >= MOST_UNDER_WAY:
            detail = f"{MOST_UNDER_WAY} explanations of yours wait. Try again when some are there."
            raise Problem(429, detail, code="queue_full", retry_after=10)
        row = _queue(row or Explanation(prediction=prediction), label)
        transaction.on_commit(ring)
    return row


def withdraw(owner: User, prediction_id: UUID) -> None:
    """Delete an explanation; a worker that is at it finds the fence closed. Raises Problem 404."""
    with transaction.atomic():
        row = explanation_of(owner, prediction_id)
        row.delete()
        forget(row)


def _refuse_what_has_none(prediction: Prediction, label: str) -> None:
    kind = kind_of(prediction.kind)
    if kind.medium != "image" or kind.answer != "label":
        raise Problem(409, "It can be shown of a picture's labels where they come from, not of this answer.")
    if prediction.status != PredictionStatus.SUCCEEDED:
        raise Problem(409, f"There is no answer yet: the prediction has {prediction.status}.")
    if label and label not in (prediction.version.parsed.labels or ()):
        detail = f"The version knows no label {label!r}."
        raise Problem(400, detail, errors=[{"pointer": "/label", "detail": detail}])


def _answers(row: Explanation, prediction: Prediction, label: str) -> bool:
    """Whether it is, or will be, about all that is asked now."""
    if row.status in UNDER_WAY:
        return label in ("", row.label) or label in labels_of(prediction, row.label)
    mapped = {one["label"] for one in row.result["maps"]} if row.result else set()
    return row.status == Status.SUCCEEDED and mapped.issuperset(labels_of(prediction, label))


def _queue(row: Explanation, label: str) -> Explanation:
    row.put_back()
    row.label, row.error, row.losses, row.progress = label, "", 0, 0.0
    row.created_at, row.completed_at, row.result = timezone.now(), None, None
    row.save()
    notify(row)
    return row

"""What may still be done to a prediction: cancel it, judge it, delete it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from apps.core import audit
from apps.core.errors import Problem
from apps.core.schemas import time_text
from apps.predictions.answers import words_to_find
from apps.predictions.counters import count_ended
from apps.predictions.headers import Precondition
from apps.predictions.hooks import tell_webhooks
from apps.predictions.log import log
from apps.predictions.models import FINAL, Prediction, Status
from apps.predictions.notify import notify
from apps.predictions.remove import remove
from apps.predictions.selectors import owned
from apps.predictions.trials import tell_judged
from ml.kinds import kind_of

ANYTHING = Precondition()


def cancel(owner: User, prediction_id: UUID) -> Prediction:
    """End a prediction that has not ended. A worker that is at it finds the fence closed and drops its answer."""
    with transaction.atomic():
        row = owned(owner).select_for_update(of=("self",)).filter(pk=prediction_id).first()
        if row is None:
            raise Problem(404, "There is no such prediction.")
        if row.status in FINAL:
            raise Problem(
                409, f"It has already {row.status}." if row.status != Status.CANCELED else "It is already canceled."
            )
        row.status, row.completed_at, row.lease_expires_at = Status.CANCELED, timezone.now(), None
        row.queue_time, row.total_time = row.waited, (row.completed_at - row.created_at).total_seconds()
        row.save(update_fields=["status", "completed_at", "lease_expires_at", "queue_time", "total_time"])
        count_ended([row])
        tell_webhooks([row])
        notify([row])
        log([row])
    return row


def delete(owner: User, prediction_id: UUID) -> None:
    """Remove a prediction, its events and, unless another prediction shares it, its media file."""
    with transaction.atomic():
        # The upload too: a retry that comes at once either is seen here, or finds it gone.
        row = owned(owner).select_for_update(of=("self", "upload")).filter(pk=prediction_id).first()
        if row is None:
            raise Problem(404, "There is no such prediction.")
        remove([row])
        audit.note("prediction_deleted", by=owner, prediction=prediction_id)


def feedback_tag(row: Prediction) -> str | None:
    """The ETag of what a person said of it; None where nobody said anything."""
    return f'"{time_text(row.feedback_at)}"' if row.feedback_at else None


@transaction.atomic
def give_feedback(
    owner: User, prediction_id: UUID, feedback: Mapping[str, object], expected: Precondition = ANYTHING
) -> Prediction:
    """Remember what the right answer was: one of `label`, `text`, `correct`.

    Raises:
        Problem: 400 for an unknown label or a word that does not fit the kind; 409 unless it succeeded; 412 where
            something else stands there than is expected.
    """
    row = _expected(owner, prediction_id, expected)
    if row.status != Status.SUCCEEDED:
        raise Problem(409, f"It has {row.status}; only an answer can be judged.")
    fitting = kind_of(row.kind).answer
    if len(feedback) != 1 or not set(feedback) <= {fitting, "correct"}:
        detail = f"Send exactly one of {fitting!r} and 'correct'."
        raise Problem(400, detail, errors=[{"pointer": "/", "detail": detail}])
    if "label" in feedback and feedback["label"] not in (row.version.parsed.labels or ()):
        detail = f"{row.version} has no label {feedback['label']!r}."
        raise Problem(400, detail, errors=[{"pointer": "/label", "detail": detail}])
    return _judged(row, dict(feedback), timezone.now())


@transaction.atomic
def withdraw_feedback(owner: User, prediction_id: UUID, expected: Precondition = ANYTHING) -> Prediction:
    """What the model said counts again; nothing where nothing was said. Raises Problem 404, 412."""
    row = _expected(owner, prediction_id, expected)
    return _judged(row, None, None) if row.feedback is not None else row


def _expected(owner: User, prediction_id: UUID, expected: Precondition) -> Prediction:
    """One prediction, locked, with the feedback that is expected."""
    row = owned(owner).select_for_update(of=("self",)).filter(pk=prediction_id).first()
    if row is None:
        raise Problem(404, "There is no such prediction.")
    if not expected.holds(feedback_tag(row)):
        said = f"at {time_text(row.feedback_at)}" if row.feedback_at else "and nothing is said of it now"
        raise Problem(412, f"What was said of this answer was changed meanwhile, {said}. Read it, then say it again.")
    return row


def _judged(row: Prediction, feedback: dict[str, object] | None, at: datetime | None) -> Prediction:
    row.feedback, row.feedback_at = feedback, at
    row.search = words_to_find(row)
    row.save(update_fields=["feedback", "feedback_at", "search"])
    tell_judged(row)
    notify([row])
    return row

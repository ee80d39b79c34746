"""What people said the right answer was: an operator looks it over."""

from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from apps.core.errors import Problem
from apps.predictions.models import Prediction, Status
from apps.training import judged
from apps.training.models import Correction

PENDING = "pending"


def corrections(kind: str = "", state: str = "") -> QuerySet[Prediction]:
    """Predictions that somebody judged, the latest judgement first."""
    rows = Prediction.objects.filter(status=Status.SUCCEEDED, feedback__isnull=False)
    rows = rows.select_related("upload", "owner", "version__model", "correction__reviewed_by")
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(correction__isnull=True) if state == PENDING else rows.filter(correction__state=state)
    return rows.order_by("-feedback_at", "-id")


def find(prediction_id: UUID) -> Prediction:
    """One. Raises Problem 404."""
    row = corrections().filter(pk=prediction_id).first()
    if row is None:
        raise Problem(404, "There is no such correction.")
    return row


def review(operator: User, row: Prediction, state: str, answer: str) -> None:
    """Accept or reject a correction; `answer` replaces what was said. Raises Problem 422 for an empty label."""
    answer = answer or judged.said(row)
    if state == Correction.State.ACCEPTED and not answer.strip():
        detail = "It was only said that the answer is wrong; say what is right, or reject it."
        raise Problem(422, detail, code="invalid_options", errors=[{"pointer": "/answer", "detail": detail}])
    Correction.objects.update_or_create(
        prediction=row,
        defaults={"state": state, "answer": answer, "reviewed_by": operator, "reviewed_at": timezone.now()},
    )

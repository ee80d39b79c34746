"""Reads: what people said of answers."""

from uuid import UUID

from django.db.models import F, Q, QuerySet

from apps.core.errors import Problem
from apps.predictions.models import Prediction, Status
from apps.training.models import Correction

PENDING = "pending"
STATES = (PENDING, *Correction.State.values)
# What a person said after the operator's word on it is looked over again.
_REVIEWED = Q(correction__reviewed_at__gte=F("feedback_at"))


def corrections(kind: str = "", state: str = "") -> QuerySet[Prediction]:
    """Predictions with feedback, the latest feedback first."""
    rows = Prediction.objects.filter(status=Status.SUCCEEDED, feedback__isnull=False, trashed_at=None)
    rows = rows.select_related("upload", "owner", "version__model", "correction__reviewed_by")
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.exclude(_REVIEWED) if state == PENDING else rows.filter(_REVIEWED, correction__state=state)
    return rows.order_by("-feedback_at", "-id")


def review_of(row: Prediction) -> Correction | None:
    """The operator's word on what was said last; None where it is still to come."""
    review: Correction | None = getattr(row, "correction", None)
    return review if review and row.feedback_at and review.reviewed_at >= row.feedback_at else None


def find(prediction_id: UUID) -> Prediction:
    """One. Raises Problem 404."""
    row = corrections().filter(pk=prediction_id).first()
    if row is None:
        raise Problem(404, "There is no such correction.")
    return row

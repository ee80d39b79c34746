"""Reads: what people said of answers."""

from uuid import UUID

from django.db.models import QuerySet

from apps.core.errors import Problem
from apps.predictions.models import Prediction, Status
from apps.training.models import Correction

PENDING = "pending"
STATES = (PENDING, *Correction.State.values)


def corrections(kind: str = "", state: str = "") -> QuerySet[Prediction]:
    """Predictions with feedback, the latest feedback first."""
    rows = Prediction.objects.filter(status=Status.SUCCEEDED, feedback__isnull=False, trashed_at=None)
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

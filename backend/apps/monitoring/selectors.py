"""Everybody's predictions, for those who keep Slipway running."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.catalogue.selectors import model_filter
from apps.core.errors import Problem
from apps.predictions import selectors
from apps.predictions.models import Prediction, Status


def everybodys(
    *,
    statuses: Collection[str] = (),
    kind: str = "",
    model: str = "",
    text: str = "",
    code: str = "",
    worker: str = "",
    owner: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Prediction]:
    """The filtered predictions of all users with their owners.

    A prediction belongs to the span from `since` to `until` by the moment when it ended, as in the figures, and by the
    moment when it came while it has not ended.
    """
    rows = selectors.with_parts().select_related("owner")
    rows = selectors.filtered(rows, statuses=statuses, kind=kind, model=model_filter(model), text=text)
    exact = {"error_code": code, "claimed_by": worker, "owner__username": owner}
    rows = rows.filter(**{field: value for field, value in exact.items() if value})
    if since:
        rows = rows.filter(Q(completed_at__gte=since) | Q(completed_at=None, created_at__gte=since))
    if until:
        rows = rows.filter(Q(completed_at__lt=until) | Q(completed_at=None, created_at__lt=until))
    return rows


def failed(prediction_id: UUID) -> Prediction:
    """A failed prediction of anybody's. Raises Problem 404."""
    row = selectors.with_parts().select_related("owner").filter(pk=prediction_id, status=Status.FAILED).first()
    if row is None:
        raise Problem(404, "There is no such failed prediction.")
    return row

"""How a claimed explanation goes on and ends; always where its claim still stands."""

import logging

from django.db import transaction
from django.utils import timezone

from apps.explanations.models import Explanation, Status
from apps.explanations.notify import notify
from apps.queueing.release import locked

logger = logging.getLogger(__name__)


class Lost(Exception):
    """It is no longer ours: it or its prediction was deleted, something else is asked, or its lease ran out."""


def require_ours(row: Explanation) -> None:
    """Raises Lost."""
    if not row.held().exists():
        raise Lost


def progressed(row: Explanation, done: float) -> None:
    """Note which part of it is done, 0 to 1. Raises Lost."""
    _change(row, progress=done)


def succeeded(row: Explanation, result: dict[str, object]) -> None:
    """Keep what was found. Raises Lost."""
    _end(row, Status.SUCCEEDED, result=result, error="", progress=1.0)


def failed(row: Explanation, sentence: str) -> None:
    """Nothing came of it. Raises Lost."""
    _end(row, Status.FAILED, error=sentence)


def _end(row: Explanation, status: Status, **fields: object) -> None:
    over = {"status": status, "claimed_by": "", "lease_expires_at": None, "completed_at": timezone.now(), "losses": 0}
    _change(row, **over, **fields)
    logger.info("the explanation of %s has %s", row.prediction_id, status)


@transaction.atomic
def _change(row: Explanation, **fields: object) -> None:
    if not locked(row.held()):
        raise Lost
    Explanation.objects.filter(pk=row.pk).update(**fields)
    notify(Explanation.objects.select_related("prediction").get(pk=row.pk))

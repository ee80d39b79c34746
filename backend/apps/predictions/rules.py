"""What must hold among predictions."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from apps.core.rules import Rule
from apps.predictions.models import FINAL, Prediction, Status

# The sweep comes every few seconds.
OVERDUE = timedelta(minutes=10)
AGAIN = "Its owner can delete it or run it again."
CANCEL = "Its owner can cancel it."
SWEEP = "Scheduler and workers take it back by themselves: see whether they run."
UNLEASED = "It is being worked on without a lease, so nobody will take it back."


def rules() -> Iterator[Rule]:
    """All rules."""
    rows, overdue = Prediction.objects.order_by("pk"), timezone.now() - OVERDUE
    ended, unended = rows.filter(status__in=FINAL), rows.exclude(status__in=FINAL)
    processing = rows.filter(status=Status.PROCESSING)
    yield Rule(ended.filter(completed_at=None), "It has ended, but not when.", AGAIN)
    yield Rule(unended.exclude(completed_at=None), "It has a time of its end and has not ended.", CANCEL)
    yield Rule(rows.filter(status=Status.SUCCEEDED, output__isnull=True), "It succeeded without an answer.", AGAIN)
    yield Rule(rows.filter(status=Status.FAILED, error_code=""), "It failed without a reason.", AGAIN)
    yield Rule(processing.filter(lease_expires_at=None), UNLEASED, CANCEL)
    yield Rule(processing.filter(lease_expires_at__lt=overdue), "Its lease ran out more than ten minutes ago.", SWEEP)
    yield Rule(rows.exclude(version__model__kind=F("kind")), "It is of another kind than its model.", AGAIN)

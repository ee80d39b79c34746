"""Claim an explanation that waits, and take it back from a worker that is lost."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.engines import workers
from apps.explanations.models import Explanation, Status
from apps.explanations.notify import notify
from apps.queueing import release as queueing

LOST = "The worker was lost three times while it explained this; its operator finds the reason in the log."


@transaction.atomic
def claim() -> Explanation | None:
    """Take the oldest one that waits."""
    row = Explanation.next_in_line().first()
    if row is None:
        return None
    row.claim(workers.here().name)
    row.save(update_fields=Explanation.LEASE_FIELDS)
    notify(row)
    return row


@transaction.atomic
def give_back(row: Explanation) -> None:
    """It waits again, and was not lost."""
    for held in queueing.locked(row.held()):
        held.put_back()
        held.save(update_fields=Explanation.LEASE_FIELDS)
        notify(held)


def release(rows: QuerySet[Explanation]) -> int:
    """Put those of a lost worker back; one that was lost for the third time has failed. Returns how many."""
    return queueing.release(rows, count_loss=_count_loss, save=_save)


def _count_loss(row: Explanation) -> int:
    row.losses += 1
    return row.losses


def _save(over: Sequence[Explanation], again: Sequence[Explanation]) -> None:
    for row in over:
        row.put_back()
        row.status, row.error, row.completed_at = Status.FAILED, LOST, timezone.now()
    for row in (*over, *again):
        row.save(update_fields=[*Explanation.LEASE_FIELDS, "losses", "error", "completed_at"])
        notify(row)

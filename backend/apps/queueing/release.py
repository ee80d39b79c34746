"""Take back rows whose process is lost."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from apps.queueing.models import Leased

LAST_LOSS = 3
Row = TypeVar("Row", bound=Leased)


def locked(rows: QuerySet[Row]) -> list[Row]:
    """The rows, locked until the transaction ends; always in one order, so that two writers cannot deadlock."""
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def release(
    rows: QuerySet[Row], *, count_loss: Callable[[Row], int], save: Callable[[Sequence[Row], Sequence[Row]], None]
) -> int:
    """Let claimed rows wait again, except those that were lost for the third time: they may be what kills a process.

    Args:
        count_loss: how often the row was lost without getting on, this time included.
        save: writes the rows that were lost too often, and those that wait again, in the transaction of the locks.

    Returns:
        How many rows were claimed.
    """
    with transaction.atomic():
        lost = locked(rows.filter(status=rows.model.CLAIMED))
        losses = [count_loss(row) for row in lost]
        over = [row for row, count in zip(lost, losses, strict=True) if count >= LAST_LOSS]
        again = [row for row, count in zip(lost, losses, strict=True) if count < LAST_LOSS]
        for row in again:
            row.put_back()
        save(over, again)
    return len(lost)

"""What is due by itself, judged by what was done: a scheduler that starts anew forgets nothing."""

from datetime import datetime, timedelta

from django.conf import settings

from apps.backup.models import BackupRun, Operation, Status
from apps.backup.selectors import last_success

DRILL_EVERY = timedelta(days=7)
CHECK_EVERY = timedelta(days=1)
# What failed is tried again, but not at once.
RETRY = timedelta(hours=1)


def due(now: datetime) -> list[Operation]:
    """The operations whose time has come; none while SLIPWAY_BACKUP_EVERY_HOURS is 0.

    A drill needs a backup and what opens it.
    """
    hours = settings.SLIPWAY.backup_every_hours
    if not hours:
        return []
    every = {Operation.BACKUP: timedelta(hours=hours), Operation.INTEGRITY: CHECK_EVERY}
    if settings.SLIPWAY.backup_identity and last_success(Operation.BACKUP):
        every[Operation.DRILL] = DRILL_EVERY
    return [operation for operation, interval in every.items() if _is_due(operation, interval, now)]


def _is_due(operation: Operation, interval: timedelta, now: datetime) -> bool:
    runs = BackupRun.objects.filter(operation=operation).order_by("-requested_at")
    last = runs.filter(status=Status.SUCCEEDED).values_list("started_at", flat=True).first()
    tried = runs.values_list("requested_at", flat=True).first()
    return (last is None or now - last >= interval) and (tried is None or now - tried >= min(RETRY, interval))

"""What the control room and `/metrics` ask of the runs."""

from datetime import datetime

from apps.backup.models import BackupRun, Operation, Status


def last_success(operation: Operation) -> datetime | None:
    """When the last good run of an operation ended."""
    good = BackupRun.objects.filter(operation=operation, status=Status.SUCCEEDED)
    return good.order_by("-ended_at").values_list("ended_at", flat=True).first()


def last_ended(operation: Operation) -> BackupRun | None:
    """The last run of an operation that is over, however it went."""
    return BackupRun.objects.filter(operation=operation, ended_at__isnull=False).order_by("-ended_at").first()


def under_way(operation: Operation) -> BackupRun | None:
    """The run of an operation that waits or goes on just now."""
    return BackupRun.objects.filter(operation=operation, ended_at__isnull=True).first()


def recent(count: int) -> list[BackupRun]:
    """The newest runs of all operations."""
    return list(BackupRun.objects.select_related("requested_by")[:count])

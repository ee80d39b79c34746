"""What is due by itself, judged by what was done: a scheduler that starts anew forgets nothing."""

from datetime import datetime, timedelta

from django.conf import settings

from apps.backup.models import Job, Run, State
from apps.backup.selectors import last_success

DRILL_EVERY = timedelta(days=7)
CHECK_EVERY = timedelta(days=1)
# What failed is tried again, but not at once.
RETRY = timedelta(hours=1)


def due(now: datetime) -> list[Job]:
    """The jobs whose time has come; none while SLIPWAY_BACKUP_EVERY_HOURS is 0. A drill needs a backup."""
    hours = settings.SLIPWAY.backup_every_hours
    if not hours:
        return []
    every = {Job.BACKUP: timedelta(hours=hours), Job.INTEGRITY: CHECK_EVERY}
    if last_success(Job.BACKUP):
        every[Job.DRILL] = DRILL_EVERY
    return [job for job, interval in every.items() if _is_due(job, interval, now)]


def _is_due(job: Job, interval: timedelta, now: datetime) -> bool:
    runs = Run.objects.filter(job=job).order_by("-asked_at")
    last = runs.filter(state=State.SUCCEEDED).values_list("started_at", flat=True).first()
    tried = runs.values_list("asked_at", flat=True).first()
    return (last is None or now - last >= interval) and (tried is None or now - tried >= min(RETRY, interval))

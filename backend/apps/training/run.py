"""Claim a job, hold it, give it back.

A claim is a lease with a fence, as in `apps.predictions.run`: `attempt` rises at each claim, and what is written is
written only where the row still carries the attempt that was claimed.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.engines import workers
from apps.training import live
from apps.training.models import Job, Status, Wish
from apps.training.tally import count_ended

LAST_LOSS = 3


@transaction.atomic
def claim() -> Job | None:
    """Take the oldest waiting job."""
    queue = Job.objects.filter(status=Status.QUEUED).order_by("created_at", "id")
    job = queue.select_for_update(skip_locked=True, of=("self",)).first()
    if job is None:
        return None
    job.status, job.attempt, job.claimed_by = Status.RUNNING, job.attempt + 1, workers.here().name
    job.lease_expires_at, job.progress = runs_out(), {}
    job.started_at = job.started_at or timezone.now()
    job.save(update_fields=["status", "attempt", "claimed_by", "lease_expires_at", "started_at", "progress"])
    live.tell(job)
    return job


def runs_out() -> datetime:
    """When a lease that begins now ends."""
    return timezone.now() + timedelta(seconds=settings.SLIPWAY.lease_seconds)


def held(job: Job) -> QuerySet[Job]:
    """The row, as long as it is still ours."""
    return Job.objects.filter(pk=job.pk, status=Status.RUNNING, attempt=job.attempt)


def release(rows: QuerySet[Job]) -> int:
    """Put jobs of a lost trainer back; one that was lost for the third time has failed. Returns how many."""
    with transaction.atomic():
        lost = list(rows.filter(status=Status.RUNNING).order_by("pk").select_for_update(of=("self",)))
        for job in lost:
            _give_up(job)
            job.claimed_by, job.lease_expires_at, job.wish = "", None, ""
            job.save(
                update_fields=["status", "losses", "error", "completed_at", "claimed_by", "lease_expires_at", "wish"]
            )
            if job.completed_at:
                count_ended(job)
            live.tell(job)
    return len(lost)


def _give_up(job: Job) -> None:
    job.losses += 1
    if job.wish:
        job.status = Status.CANCELED if job.wish == Wish.CANCEL else Status.PAUSED
    elif job.losses >= LAST_LOSS:
        job.status = Status.FAILED
        job.error = f"The trainer was lost {job.losses} times without getting on; was there too little memory?"
    else:
        job.status = Status.QUEUED
    job.completed_at = timezone.now() if job.status in {Status.CANCELED, Status.FAILED} else None


def release_expired() -> int:
    """Take back what a vanished trainer held longer than its lease."""
    return release(Job.objects.filter(lease_expires_at__lt=timezone.now()))

"""Claim a job, and take it back from a trainer that is lost."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.engines import workers
from apps.queueing import release as queueing
from apps.training.jobs.counters import count_ended
from apps.training.jobs.notify import notify
from apps.training.models import Job
from apps.training.states import Requested, Status

INSTEAD = {Requested.CANCEL: Status.CANCELED, Requested.PAUSE: Status.PAUSED}


@transaction.atomic
def claim() -> Job | None:
    """Take the oldest waiting job."""
    job = Job.next_in_line().first()
    if job is None:
        return None
    job.claim(workers.here().name)
    job.progress, job.started_at = {}, job.started_at or timezone.now()
    job.save(update_fields=[*Job.LEASE_FIELDS, "started_at", "progress"])
    notify(job)
    return job


def release(rows: QuerySet[Job], why: str = "") -> int:
    """Put jobs of a lost trainer back; one that was lost for the third time has failed. Returns how many.

    Args:
        why: what the trainer was lost by, in a few words, where that is known.
    """
    return queueing.release(rows, count_loss=_count_loss, save=partial(_save, why))


def release_expired() -> int:
    """Take back what a vanished trainer held longer than its lease."""
    return release(Job.expired())


def _count_loss(job: Job) -> int:
    job.losses += 1
    return job.losses


def _save(why: str, over: Sequence[Job], again: Sequence[Job]) -> None:
    reason = f", the last time because {why}." if why else "; was there too little memory?"
    for job in over:
        job.put_back()
        job.status = Status.FAILED
        job.error = f"The trainer was lost {job.losses} times without getting on{reason}"
    for job in (*over, *again):
        if job.wish:
            job.status, job.error = INSTEAD[Requested(job.wish)], ""
        job.wish = ""
        job.completed_at = timezone.now() if job.status in {Status.CANCELED, Status.FAILED} else None
        job.save(update_fields=[*Job.LEASE_FIELDS, "losses", "error", "completed_at", "wish"])
        if job.completed_at:
            count_ended(job)
        notify(job, ended=job.completed_at is not None)

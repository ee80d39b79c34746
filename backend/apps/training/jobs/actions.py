"""What may still be done to a job: pause it, go on, cancel it, try again, remove it."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.core.errors import Problem
from apps.live import events
from apps.training.jobs import bell
from apps.training.jobs.counters import count_ended
from apps.training.jobs.handlers import handler_of
from apps.training.jobs.notify import notify
from apps.training.jobs.selectors import at_work_on, hold
from apps.training.models import Job
from apps.training.states import ACTIVE, FINAL, Requested, Status


def pause(job_id: UUID) -> None:
    """Stop after the next checkpoint, to go on later. Raises Problem 409."""
    with transaction.atomic():
        job = locked(job_id)
        if not handler_of(job).pauses or job.status not in {Status.QUEUED, Status.RUNNING}:
            raise Problem(409, f"Only a run that waits or trains can be paused; this is {job.status}.")
        if job.wish == Requested.CANCEL:
            raise Problem(409, "It is being canceled already.")
        if job.status == Status.RUNNING:
            job.wish = Requested.PAUSE
        else:
            job.status = Status.PAUSED
        _save(job)


def resume(job_id: UUID) -> None:
    """Let a paused run go on from its last checkpoint. Raises Problem 409."""
    with transaction.atomic():
        job = locked(job_id)
        if job.status != Status.PAUSED:
            raise Problem(409, f"It is not paused, it is {job.status}.")
        queue_again(job)


def cancel(job_id: UUID) -> None:
    """End a job that has not ended. Raises Problem 409."""
    with transaction.atomic():
        job = locked(job_id)
        if job.status in FINAL:
            raise Problem(409, f"It has already ended: {job.status}.")
        if job.status == Status.RUNNING:
            job.wish = Requested.CANCEL
        else:
            job.status, job.completed_at = Status.CANCELED, timezone.now()
        _save(job)


def retry(job_id: UUID) -> None:
    """Try again what failed or was canceled; a run goes on from its last checkpoint. Raises Problem 409."""
    with transaction.atomic():
        job = locked(job_id)
        if job.status not in {Status.FAILED, Status.CANCELED}:
            raise Problem(409, f"Only what failed or was canceled can be tried again; this is {job.status}.")
        if job.data_set:
            hold(job.data_set.pk)
            if at_work_on(job.data_set):
                raise Problem(409, "Another job is at work on this data set; wait until it has ended.")
        queue_again(job)


def delete(job_id: UUID) -> None:
    """Remove a job with its files and variants; versions that came of it stay. Raises Problem 404 and 409."""
    with transaction.atomic():
        job = locked(job_id)
        if job.status in ACTIVE:
            raise Problem(409, "It has not ended; cancel it first.")
        events.forget(job_id)
        remove_after_commit([job.folder])
        job.delete()


def remove_after_commit(folders: Iterable[Path]) -> None:
    """Folders whose rows go in the running transaction."""
    found = list(folders)

    def remove() -> None:
        for folder in found:
            shutil.rmtree(folder, ignore_errors=True)

    transaction.on_commit(remove)


def queue_again(job: Job) -> None:
    """It waits for a trainer once more."""
    job.status, job.wish, job.error, job.losses, job.completed_at = Status.QUEUED, "", "", 0, None
    transaction.on_commit(bell.ring)
    _save(job)


def locked(job_id: UUID) -> Job:
    """A job that nobody else changes until the transaction ends. Raises Problem 404."""
    job = Job.objects.select_for_update(of=("self",)).select_related("data_set").filter(pk=job_id).first()
    if job is None:
        raise Problem(404, "There is no such job.")
    return job


def _save(job: Job) -> None:
    job.save(update_fields=["status", "wish", "error", "losses", "completed_at"])
    if job.completed_at:
        count_ended(job)
    notify(job, ended=job.completed_at is not None)

"""What may still be done to a job: pause it, go on, cancel it, try again; and remove what nobody needs."""

import shutil
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.core.errors import Problem
from apps.live import events
from apps.training import bell, live
from apps.training.models import ACTIVE, FINAL, DataSet, Job, Run, Status, Wish, Work
from apps.training.selectors import at_work_on, hold, measured_with
from apps.training.tally import count_ended


def pause(job_id: UUID) -> Job:
    """Stop after the next checkpoint, to go on later. Raises Problem 409."""
    with transaction.atomic():
        job = _locked(job_id)
        if job.work != Work.TRAIN or job.status not in {Status.QUEUED, Status.RUNNING}:
            raise Problem(409, f"Only a run that waits or trains can be paused; this is {job.status}.")
        if job.wish == Wish.CANCEL:
            raise Problem(409, "It is being canceled already.")
        if job.status == Status.RUNNING:
            job.wish = Wish.PAUSE
        else:
            job.status = Status.PAUSED
        return _saved(job)


def resume(job_id: UUID) -> Job:
    """Let a paused run go on from its last checkpoint. Raises Problem 409."""
    with transaction.atomic():
        job = _locked(job_id)
        if job.status != Status.PAUSED:
            raise Problem(409, f"It is not paused, it is {job.status}.")
        return _queue_again(job)


def cancel(job_id: UUID) -> Job:
    """End a job that has not ended. Raises Problem 409."""
    with transaction.atomic():
        job = _locked(job_id)
        if job.status in FINAL:
            raise Problem(409, f"It has already ended: {job.status}.")
        if job.status == Status.RUNNING:
            job.wish = Wish.CANCEL
        else:
            job.status, job.completed_at = Status.CANCELED, timezone.now()
        return _saved(job)


def retry(job_id: UUID) -> Job:
    """Try again what failed or was canceled; a run goes on from its last checkpoint. Raises Problem 409."""
    with transaction.atomic():
        job = _locked(job_id)
        if job.status not in {Status.FAILED, Status.CANCELED}:
            raise Problem(409, f"Only what failed or was canceled can be tried again; this is {job.status}.")
        if job.data_set:
            hold(job.data_set.pk)
            if at_work_on(job.data_set):
                raise Problem(409, "Another job is at work on this data set; wait until it has ended.")
        return _queue_again(job)


def _queue_again(job: Job) -> Job:
    job.status, job.wish, job.error, job.losses, job.completed_at = Status.QUEUED, "", "", 0, None
    transaction.on_commit(bell.ring)
    return _saved(job)


def _locked(job_id: UUID) -> Job:
    job = Job.objects.select_for_update(of=("self",)).select_related("data_set").filter(pk=job_id).first()
    if job is None:
        raise Problem(404, "There is no such job.")
    return job


def _saved(job: Job) -> Job:
    job.save(update_fields=["status", "wish", "error", "losses", "completed_at"])
    if job.completed_at:
        count_ended(job)
    live.tell(job)
    return job


def delete_data_set(data_set: DataSet) -> None:
    """Remove a data set with its versions and files. Raises Problem 409 while a run or a job needs it."""
    with transaction.atomic():
        hold(data_set.pk)
        users = Run.objects.filter(data_set_version__data_set=data_set).count()
        if users:
            raise Problem(409, f"{users} run{'s' if users > 1 else ''} trained on it; delete those first.")
        if at_work_on(data_set):
            raise Problem(409, "This data set is being checked or frozen; cancel that first.")
        if measured_with(data_set):
            raise Problem(409, "A model is being measured with it; wait until that has ended, or cancel it.")
        jobs = list(data_set.jobs.all())
        for job in jobs:
            events.forget(job.pk)
        folders = [data_set.folder, *(job.folder for job in jobs)]
        data_set.delete()
        transaction.on_commit(lambda: _remove(folders))


def delete_run(run: Run) -> None:
    """Remove a run with its checkpoints; a version that it became stays. Raises Problem 409 while it trains."""
    delete_job(run.job_id)


def delete_job(job_id: UUID) -> None:
    """Remove a job with its files and variants; versions that came of it stay. Raises Problem 404 and 409."""
    with transaction.atomic():
        job = _locked(job_id)
        if job.status in ACTIVE:
            raise Problem(409, "It has not ended; cancel it first.")
        folder = job.folder
        events.forget(job_id)
        job.delete()
        transaction.on_commit(lambda: _remove([folder]))


def _remove(folders: list[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)

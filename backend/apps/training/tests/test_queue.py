from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from rest_framework.test import APIClient

from apps.training import tasks
from apps.training.jobs import perform as perform_module
from apps.training.jobs.claim import claim, release_expired
from apps.training.jobs.perform import perform
from apps.training.jobs.process import JobProcess
from apps.training.jobs.recorder import JobRecorder, Lost
from apps.training.jobs.selectors import jobs
from apps.training.models import Job, Run
from apps.training.states import Requested, Status
from apps.training.tests.conftest import URL
from config.celery import app

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def reclaimed(job: Job) -> Job:
    """The job after its trainer was lost and another took it up."""
    Job.objects.filter(pk=job.pk).update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    assert release_expired() == 1
    again = claim()
    assert again
    return again


def test_the_oldest_job_is_claimed_once(waiting_run: Run) -> None:
    job = claim()
    assert job
    assert (job.pk, job.attempt, job.status) == (waiting_run.job_id, 1, Status.RUNNING)
    assert claim() is None


def test_a_job_of_a_lost_trainer_is_claimed_anew_and_the_former_one_writes_nothing(waiting_run: Run) -> None:
    first = claim()
    assert first
    former = JobRecorder(jobs().get(pk=first.pk))
    assert reclaimed(first).attempt == 2
    with pytest.raises(Lost):
        former.write()


def test_a_job_that_loses_three_trainers_without_getting_on_has_failed(waiting_run: Run) -> None:
    job = claim()
    assert job
    reclaimed(reclaimed(job))
    Job.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    release_expired()
    ended = Job.objects.get()
    assert (ended.status, "memory" in ended.error) == (Status.FAILED, True)


@pytest.mark.parametrize(("wish", "status"), [(Requested.CANCEL, Status.CANCELED), (Requested.PAUSE, Status.PAUSED)])
def test_a_job_that_was_to_end_when_its_trainer_was_lost_has_ended(
    waiting_run: Run, wish: Requested, status: Status
) -> None:
    claim()
    Job.objects.update(wish=wish, lease_expires_at=timezone.now() - timedelta(seconds=1))
    release_expired()
    ended = Job.objects.get()
    assert (ended.status, ended.wish) == (status, "")


def test_a_child_that_is_killed_leaves_its_job_to_the_next_trainer(
    waiting_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = JobProcess.__enter__

    def killed(child: JobProcess) -> JobProcess:
        child.popen.kill()
        return begin(child)

    monkeypatch.setattr(JobProcess, "__enter__", killed)
    job = claim()
    assert job
    perform(job)
    left = Job.objects.get()
    assert (left.status, left.losses, left.claimed_by) == (Status.QUEUED, 1, "")


@pytest.mark.django_db(transaction=True)  # the connection is given up, and a transaction around the test with it
def test_a_database_that_is_away_for_a_moment_costs_no_job(waiting_run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write, keep, answers = perform_module._write_end, JobRecorder.keep, iter([False, False])

    def away_at_first(function: Callable[..., Any]) -> Callable[..., Any]:
        def attempt(*arguments: Any) -> Any:
            if not next(answers, True):
                raise OperationalError("the connection is lost")
            return function(*arguments)

        return attempt

    monkeypatch.setattr(perform_module, "AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(JobRecorder, "keep", away_at_first(keep))
    monkeypatch.setattr(perform_module, "_write_end", away_at_first(write))
    job = claim()
    assert job
    perform(job)
    ended = Job.objects.get()
    # What the run names is not on the disk: that is found out by the child, and told in a sentence.
    assert (ended.status, ended.error.endswith(".")) == (Status.FAILED, True)
    assert next(answers, None) is None


def test_the_sweep_takes_back_what_a_lost_trainer_held_though_no_trainer_is_there(waiting_run: Run) -> None:
    claim()
    tasks.sweep()
    assert Job.objects.get().status == Status.RUNNING
    Job.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    tasks.sweep()
    assert Job.objects.get().status == Status.QUEUED


def test_a_job_that_is_canceled_after_its_trainer_was_lost_ends_with_the_next_sweep(
    waiting_run: Run, as_operator: APIClient
) -> None:
    claim()
    Job.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    assert as_operator.post(f"{URL}/jobs/{waiting_run.job_id}/cancel").json()["wish"] == "cancel"
    tasks.sweep()
    assert as_operator.get(f"{URL}/jobs/{waiting_run.job_id}").json()["status"] == "canceled"


def test_what_the_schedule_asks_for_is_known_to_the_workers() -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert scheduled <= set(app.tasks)
    assert "training.sweep" in scheduled

"""What `/metrics` tells of training."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Worker
from apps.monitoring.tests.test_metrics import of, scraped
from apps.queueing.release import LAST_LOSS
from apps.training.jobs import actions
from apps.training.jobs.claim import claim, release
from apps.training.jobs.submit import enqueue
from apps.training.models import Job
from apps.training.states import Status, Work
from apps.training.variants.payload import OptimisePayload

pytestmark = pytest.mark.django_db


def aged(work: Work, hours: float) -> Job:
    """A job that has waited for so long."""
    job = enqueue(work, None, OptimisePayload(steps=(), data_set="", version=1))
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(hours=hours))
    return job


def test_jobs_are_told_by_work_and_status_with_the_age_of_the_oldest(nobody: APIClient) -> None:
    assert of(scraped(nobody), "training_jobs", work="train", status="queued") == 0
    aged(Work.OPTIMISE, 2)
    aged(Work.OPTIMISE, 1)
    samples = scraped(nobody)
    assert of(samples, "training_jobs", work="optimise", status="queued") == 2
    assert of(samples, "training_oldest_seconds") == pytest.approx(7200, abs=60)
    assert claim()
    samples = scraped(nobody)
    assert of(samples, "training_jobs", work="optimise", status="running") == 1
    assert of(samples, "training_oldest_seconds") == pytest.approx(3600, abs=60)


def test_a_job_that_waits_again_was_not_waiting_all_the_time(nobody: APIClient) -> None:
    aged(Work.OPTIMISE, 48)
    assert claim()
    assert release(Job.objects.all()) == 1
    samples = scraped(nobody)
    assert of(samples, "training_jobs", work="optimise", status="queued") == 1
    assert of(samples, "training_oldest_seconds") == 0


def test_endings_are_counted_and_stay_counted_when_the_job_is_deleted(nobody: APIClient) -> None:
    actions.cancel(aged(Work.INSTALL, 0).pk)
    Job.objects.all().delete()
    lost = aged(Work.OPTIMISE, 0)
    for _ in range(LAST_LOSS):
        assert claim()
        Job.objects.filter(pk=lost.pk).update(started_at=timezone.now() - timedelta(minutes=2))
        release(Job.objects.all())
    samples = scraped(nobody)
    assert of(samples, "training_ended_total", work="install", status="canceled") == 1
    assert of(samples, "training_ended_total", work="optimise", status="failed") == 1
    assert of(samples, "training_ended_total", work="train", status="failed") == 0
    assert of(samples, "training_job_seconds_bucket", work="optimise", le="60.0") == 0
    assert of(samples, "training_job_seconds_bucket", work="optimise", le="300.0") == 1


def test_trainers_are_counted_while_they_answer(nobody: APIClient, operator: User) -> None:
    assert of(scraped(nobody), "trainers") == 0
    now = timezone.now()
    report = {"queue": "q", "device": "cpu", "pid": 1, "state": "ready", "started_at": now, "kinds": ["training"]}
    Worker.objects.create(name="trainer@here", last_seen=now, **report)
    Worker.objects.create(name="trainer@gone", last_seen=now - timedelta(minutes=5), **report)
    assert of(scraped(nobody), "trainers") == 1


def test_every_status_of_a_job_is_told_either_as_open_or_as_ended(nobody: APIClient) -> None:
    samples = scraped(nobody)
    report = {dict(labels)["status"] for name, labels in samples if name.startswith("slipway_training_") and labels}
    assert report >= set(Status.values)

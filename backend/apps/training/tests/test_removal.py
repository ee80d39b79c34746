"""Jobs and what they made are removed by staff."""

from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.training.jobs.payload import Payload
from apps.training.jobs.submit import enqueue
from apps.training.models import DataSetVersion, Job, Run, Variant
from apps.training.states import Status, Work
from apps.training.tests.conftest import URL
from apps.training.tests.test_variants import MANIFEST, version_of

pytestmark = pytest.mark.django_db


def test_a_comparison_goes_with_its_variants_and_their_files(
    as_operator: APIClient, django_capture_on_commit_callbacks: Any
) -> None:
    version = version_of(MANIFEST)
    job = enqueue(Work.OPTIMISE, None, Payload(), version=version)
    Job.objects.update(status=Status.SUCCEEDED, completed_at=timezone.now())
    Variant.objects.create(job=job, parent=version, name="int8", digest="0" * 64, accepted=True, reason="Faster.")
    (job.folder / "int8").mkdir(parents=True)
    with django_capture_on_commit_callbacks(execute=True):
        assert as_operator.delete(f"{URL}/jobs/{job.pk}").status_code == 204
    assert [Job.objects.exists(), Variant.objects.exists(), job.folder.exists()] == [False, False, False]
    version.refresh_from_db()
    assert as_operator.delete(f"{URL}/jobs/{job.pk}").status_code == 404


@pytest.mark.parametrize("status", [Status.QUEUED, Status.RUNNING, Status.PAUSED])
def test_a_job_that_has_not_ended_is_not_removed(as_operator: APIClient, status: Status) -> None:
    job = enqueue(Work.INSTALL, None, Payload())
    Job.objects.update(status=status)
    answer = as_operator.delete(f"{URL}/jobs/{job.pk}")
    assert (answer.status_code, answer.json()["detail"]) == (409, "It has not ended; cancel it first.")


def test_only_staff_remove_jobs(as_owner: APIClient) -> None:
    job = enqueue(Work.INSTALL, None, Payload())
    Job.objects.update(status=Status.FAILED)
    assert as_owner.delete(f"{URL}/jobs/{job.pk}").status_code == 403
    assert Job.objects.exists()


def test_a_run_goes_and_then_its_data_set_can_go_too(
    as_operator: APIClient, frozen: DataSetVersion, waiting_run: Run
) -> None:
    assert as_operator.delete(f"{URL}/data-sets/pets").status_code == 409
    Job.objects.update(status=Status.CANCELED)
    assert as_operator.delete(f"{URL}/runs/{waiting_run.pk}").status_code == 204
    assert as_operator.delete(f"{URL}/data-sets/pets").status_code == 204
    assert [Job.objects.count(), Run.objects.count(), DataSetVersion.objects.count()] == [0, 0, 0]

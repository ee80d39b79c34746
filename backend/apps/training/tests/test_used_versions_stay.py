"""A version that something was made with is not deleted; what it was made of does not keep it."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Alias, Model, Version
from apps.core.problems import problem_of
from apps.predictions.models import Prediction
from apps.training.jobs.payload import Payload
from apps.training.jobs.submit import enqueue
from apps.training.models import Job, Run, Variant
from apps.training.states import Work
from apps.training.tests.conftest import URL
from apps.uploads.models import Upload


@pytest.fixture
def version() -> Version:
    model = Model.objects.create(slug="m", kind="image-classification", title="M")
    manifest = {"files": {}, "title": "M", "summary": ""}
    first, second = (
        Version.objects.create(model=model, number=number, digest=str(number) * 64, manifest=manifest, size=1)
        for number in (1, 2)
    )
    Alias.objects.create(model=model, name="production", version=first)
    return second


def predicted(version: Version, owner: User) -> None:
    upload = Upload.objects.create(owner=owner, name="a.png", content_type="image/png", size=1, sha256="0" * 64)
    Prediction.objects.create(
        owner=owner, upload=upload, version=version, kind=version.model.kind, created_at=timezone.now()
    )


def trained_further(version: Version, run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(parent=version)


def made_smaller(version: Version, owner: User) -> None:
    job = enqueue(Work.OPTIMISE, owner, Payload(), version=version)
    Variant.objects.create(job=job, parent=version, name="int8", digest="0" * 64, accepted=True, reason="")


def test_what_was_answered_by_it_keeps_it(as_operator: APIClient, version: Version, owner: User) -> None:
    predicted(version, owner)
    assert "1 prediction named it; hide it" in refused(as_operator)


def test_a_run_that_started_from_it_keeps_it(as_operator: APIClient, version: Version, waiting_run: Run) -> None:
    trained_further(version, waiting_run)
    assert "1 run started from it; hide it" in refused(as_operator)


def test_its_variants_keep_it(as_operator: APIClient, version: Version, operator: User) -> None:
    made_smaller(version, operator)
    assert "variants were made of it; hide it" in refused(as_operator)


def refused(client: APIClient) -> str:
    answer = client.delete(f"{URL}/models/m/versions/2")
    assert (answer.status_code, Version.objects.filter(number=2).exists()) == (409, True)
    return str(answer.json()["detail"])


def test_what_it_was_made_of_does_not_keep_it(
    as_operator: APIClient, version: Version, waiting_run: Run, operator: User
) -> None:
    Run.objects.filter(pk=waiting_run.pk).update(registered=version)
    brought = enqueue(Work.IMPORT, operator, Payload(), version=version)
    assert as_operator.delete(f"{URL}/models/m/versions/2").status_code == 204
    waiting_run.refresh_from_db()
    assert (waiting_run.registered, Job.objects.filter(pk=brought.pk).exists()) == (None, False)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("FOREIGN KEY constraint failed", 409),
        ('insert violates foreign key constraint "prediction_version_fk"', 409),
        ("UNIQUE constraint failed", None),
    ],
)
def test_who_names_what_is_deleted_in_the_same_moment_is_told(words: str, status: int | None) -> None:
    problem = problem_of(IntegrityError(words))
    assert (problem and problem.status) == status

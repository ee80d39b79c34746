from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Model, Version
from apps.predictions.models import Prediction, Status
from apps.training.models import DataSet, Job, Run
from apps.training.tests.conftest import URL, picture
from apps.uploads.models import Upload

LABELS = ["cat", "dog"]
ALL_LABELS = [*LABELS, "parrot"]


@pytest.fixture
def version(db: None) -> Version:
    """A model that can be trained further, in words."""
    model = Model.objects.create(slug="pets", kind="image-classification", title="Pets", summary="Pets.")
    manifest = {
        "slug": "pets", "kind": "image-classification", "title": "Pets", "summary": "Pets.", "licence": "MIT",
        "metrics": {}, "lineage": {}, "parameters": 1, "files": {"model.safetensors": "0" * 64}, "labels": ALL_LABELS,
        "architecture": {"family": "resnet20"},
        "preprocess": {"size": 32, "resize": "squash", "mean": [0.5] * 3, "std": [0.5] * 3},
    }  # fmt: skip
    return Version.objects.create(model=model, number=1, digest="0" * 64, manifest=manifest, size=1)


@pytest.fixture
def judged(owner: User, version: Version) -> Callable[..., Prediction]:
    """A prediction of which its owner said something."""

    def make(seed: int, feedback: dict[str, Any]) -> Prediction:
        upload = Upload(owner=owner, name="pet.png", kind="image-classification", content_type="image/png", size=0)
        upload.file.save("pet.png", ContentFile(picture(seed)), save=False)
        upload.size = len(picture(seed))
        upload.save()
        now = timezone.now()
        return Prediction.objects.create(
            owner=owner, upload=upload, version=version, kind="image-classification", status=Status.SUCCEEDED,
            output={"labels": [{"label": "cat", "index": 0, "score": 0.9}]}, created_at=now, search="",
            feedback=feedback, feedback_at=now,
        )  # fmt: skip

    return make


def accept(client: APIClient, row: Prediction, **more: str) -> Any:
    return client.put(f"{URL}/corrections/{row.pk}", {"state": "accepted", **more}, format="json")


def test_an_operator_sees_what_was_said_and_the_file_of_it(
    as_operator: APIClient, as_owner: APIClient, judged: Callable[..., Prediction]
) -> None:
    row = judged(1, {"label": "dog"})
    found = as_operator.get(f"{URL}/corrections").json()
    (told,) = found["results"]
    assert (told["given"], told["said"], told["state"], told["by"]) == ("cat", "dog", "pending", "owner")
    assert found["counts"] == {"pending": 1, "accepted": 0, "rejected": 0}
    assert as_operator.get(told["url"]).getvalue() == picture(1)
    assert as_owner.get(told["url"]).status_code == 403
    assert as_owner.put(f"{URL}/corrections/{row.pk}", {"state": "accepted"}, format="json").status_code == 403


def test_a_wrong_answer_without_the_right_one_has_to_be_given_one(
    as_operator: APIClient, judged: Callable[..., Prediction]
) -> None:
    row = judged(1, {"correct": False})
    assert (accept(as_operator, row).status_code, accept(as_operator, row, answer="dog").status_code) == (422, 200)
    assert as_operator.get(f"{URL}/corrections?state=accepted").json()["results"][0]["answer"] == "dog"


def test_a_confirmed_answer_is_the_model_s_own(as_operator: APIClient, judged: Callable[..., Prediction]) -> None:
    assert accept(as_operator, judged(1, {"correct": True})).json()["answer"] == "cat"


def test_nothing_is_learnt_before_something_was_accepted(
    as_operator: APIClient, judged: Callable[..., Prediction]
) -> None:
    judged(1, {"label": "dog"})
    body = {"slug": "from-users", "parent": "pets/versions/1"}
    assert as_operator.post(f"{URL}/corrections/run", body, format="json").status_code == 409
    assert not DataSet.objects.exists()


def test_one_call_makes_a_data_set_of_what_was_accepted_and_a_run_on_it(
    as_operator: APIClient, judged: Callable[..., Prediction], version: Version
) -> None:
    for seed in range(24):
        accept(as_operator, judged(seed, {"label": LABELS[seed % 2]}))
    judged(99, {"label": "dog"})
    body = {"slug": "from-users", "parent": "pets/versions/1"}
    answer = as_operator.post(f"{URL}/corrections/run", body, format="json")
    assert answer.status_code == 202
    # The run itself needs torch and a model that is more than words.
    from apps.training import run as queue
    from apps.training.perform import perform

    job = queue.claim()
    assert job
    perform(job)
    assert Job.objects.get(pk=job.pk).status == "succeeded", Job.objects.get(pk=job.pk).error
    run = Run.objects.get()
    assert (run.parent, run.slug, run.job.status) == (version, "pets", "queued")
    counts = run.data_set_version.manifest["counts"]
    assert sum(count["items"] for count in counts.values()) == 24
    assert run.data_set_version.manifest["classes"] == LABELS
    assert (run.recipe["labels"], run.notes) == ("extend", [])

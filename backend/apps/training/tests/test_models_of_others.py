import io
from collections.abc import Callable

from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.training.models import Job
from apps.training.tests.conftest import URL, zipped

SAID = {"slug": "theirs", "title": "Theirs", "licence": "MIT"}


def test_a_model_that_is_sent_waits_for_a_trainer(as_operator: APIClient) -> None:
    body = {**SAID, "file": zipped({"bundle.json": b"{}"}, "model.zip"), "labels": "cat\ndog\n"}
    answer = as_operator.post(f"{URL}/imports", body, format="multipart")
    assert (answer.status_code, answer.json()["work"]) == (202, "import")
    job = Job.objects.get()
    assert (job.folder / "model.zip").stat().st_size
    assert job.payload["said"]["labels"] == ["cat", "dog"]


def test_a_pickle_is_refused_at_the_door(as_operator: APIClient) -> None:
    file = io.BytesIO(b"pickled")
    file.name = "model.pth"
    answer = as_operator.post(f"{URL}/imports", {**SAID, "file": file}, format="multipart")
    assert (answer.status_code, "may run code" in answer.json()["detail"]) == (415, True)
    assert not Job.objects.exists()


def test_preprocess_that_is_no_object_is_refused(as_operator: APIClient) -> None:
    body = {**SAID, "file": zipped({"a": b"b"}, "model.zip"), "preprocess": "[1"}
    answer = as_operator.post(f"{URL}/imports", body, format="multipart")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/preprocess")


def test_a_model_of_a_hub_is_named_after_its_last_part(as_operator: APIClient) -> None:
    answer = as_operator.post(f"{URL}/installs", {"name": "facebook/wav2vec2-base-960h"}, format="json")
    assert (answer.status_code, answer.json()["work"]) == (202, "install")
    assert Job.objects.get().payload["said"]["slug"] == "wav2vec2-base-960h"


def test_only_staff_bring_models(as_owner: APIClient, owner: User, with_key: Callable[..., APIClient]) -> None:
    for client in (as_owner, with_key(owner, "models:write")):
        assert client.post(f"{URL}/installs", {"name": "a/b"}, format="json").status_code == 403
        assert client.post(f"{URL}/imports", SAID, format="multipart").status_code == 403

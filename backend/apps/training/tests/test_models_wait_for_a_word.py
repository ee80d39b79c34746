"""A model of others is shown with its answers to its owner's files before it is a version."""

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.training import files
from apps.training.jobs.cleanup import leftovers
from apps.training.jobs.payload import Payload
from apps.training.jobs.submit import enqueue
from apps.training.models import Job
from apps.training.states import Work
from apps.training.tests.conftest import URL, Answer, picture
from apps.training.tests.scripted import Script, performed
from ml.jobs.messages import AdoptResult, FileAnswer, Refused
from ml.types import Classification, LabelScore

SAID = {"slug": "theirs", "title": "Theirs", "licence": "MIT", "register_later": "true"}
NUMBERS = '{"size": 32, "resize": "squash", "mean": [0, 0, 0], "std": [1, 1, 1]}'
SHIPPED = Path(__file__).parents[3] / "ml" / "bundles" / "resnet-cifar10"


def named(name: str, content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def sent(client: APIClient, **said: Any) -> Job:
    """A graph with the labels of the shipped model, which waits for its owner's word."""
    body = {**SAID, "file": named("theirs.onnx", b"graph"), "labels": "cat\ndog", "preprocess": NUMBERS, **said}
    assert client.post(f"{URL}/imports", body, format="multipart").status_code == 202
    return Job.objects.get()


def taken_in(script: Script, *answers: FileAnswer) -> Job:
    """A trainer has made a bundle of it and let it answer."""

    def bundle(job: Job) -> None:
        shutil.copytree(SHIPPED, job.folder / "bundle", dirs_exist_ok=True)
        script.write(AdoptResult(bundle=job.folder / "bundle", answers=answers))

    return performed(bundle)


def again(client: APIClient, job: Job, **said: Any) -> Answer:
    return client.post(f"{URL}/imports/{job.pk}/again", said, format="multipart")


@pytest.fixture
def job(as_operator: APIClient, script: Script) -> Job:
    sent(as_operator)
    return taken_in(script)


def test_it_is_no_version_before_its_owner_says_so(as_operator: APIClient, job: Job) -> None:
    assert (job.status, job.version, Version.objects.count()) == ("succeeded", None, 0)
    told = as_operator.get(f"{URL}/imports/{job.pk}").json()
    assert (told["job"]["unregistered"], told["labels"], told["own_files"]) == (True, ["cat", "dog"], [])
    answer = as_operator.post(f"{URL}/imports/{job.pk}/register")
    assert (answer.status_code, answer.json()["reference"]) == (201, "theirs/versions/1")
    told = as_operator.get(f"{URL}/imports/{job.pk}").json()
    assert (told["job"]["unregistered"], told["job"]["model"]) == (False, "theirs/versions/1")
    assert as_operator.post(f"{URL}/imports/{job.pk}/register").status_code == 409


def test_its_answers_stand_beside_what_its_owner_expects(as_operator: APIClient, job: Job, script: Script) -> None:
    files = [named("mine.png", picture(1)), named("yours.png", picture(2))]
    answer = again(as_operator, job, file=files, expected=["dog", ""])
    assert (answer.status_code, answer.json()["status"]) == (202, "queued")
    labels = (LabelScore(label="cat", index=0, score=0.9),)
    taken_in(script, FileAnswer(output=Classification(labels)), FileAnswer(error="It is odd."))
    mine, yours = as_operator.get(f"{URL}/imports/{job.pk}").json()["own_files"]
    assert (mine["name"], mine["expected"], mine["output"]["labels"][0]["label"]) == ("mine.png", "dog", "cat")
    assert (yours["expected"], yours["output"], yours["error"]) == ("", None, "It is odd.")
    bytes_sent = as_operator.get(mine["url"])
    assert (bytes_sent["Content-Type"], b"".join(bytes_sent)) == ("image/png", picture(1))
    assert as_operator.get(f"{URL}/imports/{job.pk}/files/2").status_code == 404


def test_other_numbers_are_tried_without_sending_it_again(as_operator: APIClient, job: Job, script: Script) -> None:
    again(as_operator, job, file=[named("mine.png", picture(1))], expected=["dog"])
    taken_in(script, FileAnswer(error="It is odd."))
    assert again(as_operator, job, labels="dog\ncat", preprocess=NUMBERS.replace("32", "64")).status_code == 202
    told = as_operator.get(f"{URL}/imports/{job.pk}").json()
    assert (told["labels"], told["preprocess"]["size"]) == (["dog", "cat"], 64)
    (mine,) = told["own_files"]
    assert (mine["name"], mine["expected"], mine["output"], mine["error"]) == ("mine.png", "dog", None, None)


def test_one_that_was_refused_is_described_otherwise(as_operator: APIClient, script: Script) -> None:
    sent(as_operator, register_later="")
    script.write(Refused(reason="The model answers (2, 3) to two inputs; 2 labels were named."))
    job = performed()
    assert again(as_operator, job, labels="cat\ndog\nbird").status_code == 202
    assert taken_in(script).is_unregistered


@pytest.mark.parametrize(
    ("said", "status", "pointer"),
    [
        ({"file": [named("notes.txt", b"words")]}, 415, "/file/0"),
        ({"file": [named(f"{one}.png", picture(one)) for one in range(4)]}, 400, "/file"),
        ({"expected": ["cat"]}, 422, "/expected"),
        ({"preprocess": "[1"}, 422, "/preprocess"),
        ({"preprocess": NUMBERS.replace("32", "3")}, 422, "/preprocess"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(
    as_operator: APIClient, job: Job, said: dict[str, Any], status: int, pointer: str
) -> None:
    answer = again(as_operator, job, **said)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)
    assert Job.objects.get().is_unregistered


def test_what_is_at_work_or_a_version_already_is_left_alone(as_operator: APIClient, script: Script) -> None:
    job = sent(as_operator)
    assert [again(as_operator, job, labels="a\nb").status_code, _register(as_operator, job)] == [409, 409]
    taken_in(script)
    assert _register(as_operator, job) == 201
    assert again(as_operator, job, labels="a\nb").status_code == 409


def _register(client: APIClient, job: Job) -> int:
    return client.post(f"{URL}/imports/{job.pk}/register").status_code


def test_a_model_of_a_hub_is_not_described_by_others(as_operator: APIClient, script: Script) -> None:
    as_operator.post(f"{URL}/installs", {"name": "a/b", "register_later": True}, format="json")
    job = taken_in(script)
    assert job.is_unregistered
    assert again(as_operator, job, preprocess=NUMBERS).json()["errors"][0]["pointer"] == "/preprocess"
    assert again(as_operator, job, file=[named("mine.png", picture(1))]).status_code == 202


def test_while_it_waits_its_files_are_kept_and_backed_up(job: Job) -> None:
    assert list(leftovers()) == []
    assert list(files.resumable("default")) == [job.folder]


def test_only_staff_see_and_register(as_owner: APIClient, nobody: APIClient, job: Job, operator: User) -> None:
    for client, status in ((as_owner, 403), (nobody, 401)):
        assert client.get(f"{URL}/imports/{job.pk}").status_code == status
        assert _register(client, job) == status
        assert again(client, job).status_code == status


def test_a_job_that_brings_no_model_is_none(as_operator: APIClient, operator: User) -> None:
    other = enqueue(Work.TRAIN, operator, Payload())
    assert as_operator.get(f"{URL}/imports/{other.pk}").status_code == 404

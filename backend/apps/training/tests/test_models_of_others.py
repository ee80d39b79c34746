import io
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.training.models import Job
from apps.training.tests.conftest import URL, Answer, zipped

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


def test_a_name_that_cannot_be_one_is_told_how_it_is_written(as_operator: APIClient) -> None:
    body = {**SAID, "slug": "My Model", "file": zipped({"a": b"b"}, "model.zip")}
    answer = as_operator.post(f"{URL}/imports", body, format="multipart")
    assert answer.json()["errors"] == [
        {"pointer": "/slug", "detail": "Write it in lower case letters, digits and '-', a letter or digit first."}
    ]


def refused(answer: Answer, field: str) -> str:
    body = answer.json()
    assert (answer.status_code, body["errors"][0]["pointer"]) == (422, f"/{field}"), body
    assert not Job.objects.exists()
    return str(body["errors"][0]["detail"])


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("<pad>\n|\nA\nÉ\n", ["<pad>", "|", "A", "É"]),
        ("\ufeff<pad>\r\n \r\nA\r\n\r\n", ["<pad>", " ", "A"]),
        ('{"A": 2, "<pad>": 0, "|": 1}', ["<pad>", "|", "A"]),
    ],
)
def test_a_vocabulary_keeps_its_order(as_operator: APIClient, text: str, characters: list[str]) -> None:
    body = {**SAID, "file": zipped({"ear.onnx": b"o"}, "ear.zip"), "vocabulary": text}
    assert as_operator.post(f"{URL}/imports", body, format="multipart").status_code == 202
    assert Job.objects.get().payload["said"]["vocabulary"] == characters


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"vocabulary": "A\n\nB"}, "Line 2 of the vocabulary is empty"),
        ({"vocabulary": '{"A": 0, "B": 2}'}, "from 0 without gaps"),
        ({"vocabulary": '{"A": "x", "B": 2}'}, "does not number characters"),
        ({"vocabulary": "{A"}, "begins as JSON"),
        ({"vocabulary": "A\nB", "labels": "cat"}, "send one of the two"),
        ({"vocabulary": "A\nB"}, "which character is CTC's blank"),
        ({"vocabulary": "<pad>\nB\nB"}, "'B' more than once"),
    ],
)
def test_a_vocabulary_that_cannot_be_read_is_refused_at_the_door(
    as_operator: APIClient, fields: dict[str, str], words: str
) -> None:
    body = {**SAID, "file": zipped({"ear.onnx": b"o"}, "ear.zip"), **fields}
    assert words in refused(as_operator.post(f"{URL}/imports", body, format="multipart"), "vocabulary")


NUMBERS = '{"size": 32, "resize": "squash", "mean": [0, 0, 0], "std": [1, 1, 1]}'


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({}, "labels", "does not say what its outputs mean"),
        ({"labels": "cat\ndog"}, "preprocess", "how a picture is prepared"),
        ({"labels": "cat\ndog", "preprocess": NUMBERS.replace("32", "3")}, "preprocess", "size"),
        ({"vocabulary": "<pad>\nA", "preprocess": '{"sample_rate": 7}'}, "preprocess", "sample_rate"),
    ],
)
def test_a_graph_alone_needs_what_it_does_not_say(
    as_operator: APIClient, fields: dict[str, str], field: str, words: str
) -> None:
    file = io.BytesIO(b"graph")
    file.name = "theirs.onnx"
    assert words in refused(
        as_operator.post(f"{URL}/imports", {**SAID, "file": file, **fields}, format="multipart"), field
    )


@pytest.mark.parametrize(("fields", "field"), [({"version": 1}, "data_set"), ({}, "version")])
def test_a_model_can_only_be_measured_on_a_frozen_set_that_there_is(
    as_operator: APIClient, fields: dict[str, int], field: str
) -> None:
    form = {"name": "a/b", "data_set": "flowers", **fields}
    refused(as_operator.post(f"{URL}/installs", form, format="json"), field)


@pytest.mark.parametrize("name", ["resnet18", "a b/c", "https://hub/a/b", "a/b/c", ""])
def test_what_is_no_name_of_a_model_is_refused_at_the_door(as_operator: APIClient, name: str) -> None:
    answer = as_operator.post(f"{URL}/installs", {"name": name}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/name")
    assert not Job.objects.exists()


def test_weights_of_torchvision_are_named_with_their_version(as_operator: APIClient) -> None:
    form = {"name": "torchvision/resnet50:IMAGENET1K_V1"}
    assert as_operator.post(f"{URL}/installs", form, format="json").status_code == 202
    assert Job.objects.get().payload["said"]["slug"] == "resnet50-imagenet1k-v1"


def test_a_model_of_a_hub_is_named_after_its_last_part(as_operator: APIClient) -> None:
    answer = as_operator.post(f"{URL}/installs", {"name": "facebook/wav2vec2-base-960h"}, format="json")
    assert (answer.status_code, answer.json()["work"]) == (202, "install")
    assert answer.json()["source"] == "facebook/wav2vec2-base-960h"
    assert Job.objects.get().payload["said"]["slug"] == "wav2vec2-base-960h"


def test_only_staff_bring_models(as_owner: APIClient, owner: User, with_key: Callable[..., APIClient]) -> None:
    for client in (as_owner, with_key(owner, "models:write")):
        assert client.post(f"{URL}/installs", {"name": "a/b"}, format="json").status_code == 403
        assert client.post(f"{URL}/imports", SAID, format="multipart").status_code == 403

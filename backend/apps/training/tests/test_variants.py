from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Model, Version
from apps.training.models import DataSetVersion, Job, Variant
from apps.training.states import Status
from apps.training.tests.conftest import URL

VARIANTS = f"{URL}/models/pets/versions/1/variants"
WAYS = f"{URL}/models/pets/versions/1/ways"


MANIFEST: dict[str, Any] = {
    "slug": "pets", "kind": "image-classification", "title": "Pets", "summary": "Pets.", "licence": "MIT",
    "architecture": {"family": "resnet56"}, "labels": ["cat", "dog"], "metrics": {}, "lineage": {},
    "preprocess": {"size": 32, "resize": "squash", "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]},
    "parameters": 852_498, "files": {"model.onnx": "0" * 64, "model.safetensors": "0" * 64},
}  # fmt: skip
ON_PETS: dict[str, Any] = {"data_set": "pets", "version": 1}


def version_of(manifest: dict[str, Any]) -> Version:
    """A version in words, without its files."""
    model = Model.objects.create(slug="pets", kind="image-classification", title="Pets", summary="Pets.")
    return Version.objects.create(model=model, number=1, digest="0" * 64, manifest=manifest, size=1)


@pytest.fixture
def version(db: None) -> Version:
    """An image model."""
    return version_of(MANIFEST)


def test_variants_wait_for_a_trainer_with_their_options(
    as_operator: APIClient, version: Version, frozen: DataSetVersion
) -> None:
    body = {"data_set": "pets", "version": 1, "steps": ["int8"], "allowed_loss": 0.01}
    answer = as_operator.post(VARIANTS, body, format="json")
    assert (answer.status_code, answer.json()["steps"], answer.json()["table"]) == (202, ["int8"], None)
    assert Job.objects.get().payload["allowed_loss"] == 0.01
    listed = as_operator.get(f"{URL}/models/pets/versions/1/comparisons").json()["results"]
    assert [one["job"]["model"] for one in listed] == ["pets/versions/1"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"steps": ["int8", "int8"]}, "/steps"),
        ({"steps": ["int8", "prune"]}, "/steps"),
        ({"version": 2}, "/data_set"),
        ({"student": "resnet20"}, "/student"),
        ({"steps": ["distil"], "student": "resnet101"}, "/student"),
        ({"steps": ["prune", "distil"], "student": "resnet32"}, "/student"),
        ({"steps": ["prune"], "recipe": {"epochs": 0}}, "/recipe/epochs"),
        ({"steps": ["prune"], "recipe": {"kind": "image-classification", "epochs": 0}}, "/recipe/epochs"),
        ({"steps": ["distil"], "recipe": {"epoch": 3}}, "/recipe/epoch"),
        ({"steps": ["prune"], "recipe": {"kind": "speech-recognition"}}, "/recipe/kind"),
    ],
)
def test_steps_that_make_no_sense_are_refused_by_field(
    as_operator: APIClient, version: Version, frozen: DataSetVersion, change: dict[str, Any], pointer: str
) -> None:
    answer = as_operator.post(VARIANTS, {**ON_PETS, "steps": ["int8"], **change}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("manifest", "steps", "words"),
    [
        ({"architecture": {"family": "resnet20"}, "parameters": 269_202}, ["distil"], "no smaller network to teach"),
        ({"files": {"model.onnx": "0" * 64}}, ["prune"], "has no model.safetensors"),
        ({"variant": "int8"}, ["fp16"], "is an int8 variant; start from the version that it was made from"),
        ({"labels": ["cat", "cow"]}, ["int8"], "has no label 'dog'"),
    ],
)
def test_what_a_model_cannot_become_is_said_before_a_job_is_made(
    as_operator: APIClient, frozen: DataSetVersion, manifest: dict[str, Any], steps: list[str], words: str
) -> None:
    version_of(MANIFEST | manifest)
    answer = as_operator.post(VARIANTS, {**ON_PETS, "steps": steps}, format="json")
    assert (answer.status_code, words in answer.json()["detail"]) == (422, True), answer.json()
    assert not Job.objects.exists()


def test_a_model_is_distilled_without_knowing_anything(
    as_operator: APIClient, version: Version, frozen: DataSetVersion
) -> None:
    answer = as_operator.post(VARIANTS, {**ON_PETS, "steps": ["prune", "distil", "int8"]}, format="json")
    assert answer.status_code == 202
    named = {**ON_PETS, "steps": ["distil"], "student": "resnet32", "recipe": {"epochs": 3}}
    assert as_operator.post(VARIANTS, named, format="json").status_code == 202


def test_the_students_are_offered_with_their_sizes_and_a_recipe(
    as_operator: APIClient, version: Version, frozen: DataSetVersion
) -> None:
    ways = {one["way"]: one for one in as_operator.get(WAYS, ON_PETS).json()["results"]}
    assert list(ways) == ["prune", "distil", "int8", "fp16"]
    students = ways["distil"]["students"]
    assert [one["name"] for one in students] == ["resnet20", "resnet32"]
    assert students[0]["share"] == pytest.approx(0.316, abs=0.001)
    assert ways["distil"]["recipe"]["architecture"] == "resnet20"
    assert (ways["int8"]["recipe"], ways["int8"]["obstacle"]) == (None, "")
    after_pruning = as_operator.get(WAYS, {**ON_PETS, "keep": 0.5}).json()["results"]
    assert [one["name"] for one in after_pruning[1]["students"]] == ["resnet20"]


def test_a_model_without_a_smaller_one_says_so_where_the_choice_is(
    as_operator: APIClient, frozen: DataSetVersion
) -> None:
    version_of(MANIFEST | {"architecture": {"family": "resnet20"}, "parameters": 269_202})
    distil = as_operator.get(WAYS, ON_PETS).json()["results"][1]
    assert "no smaller network to teach; prune it instead" in distil["obstacle"]
    assert (distil["students"], distil["recipe"]) == ([], None)


def test_a_variant_that_was_refused_is_kept_out_of_the_catalogue_and_says_why(
    as_operator: APIClient, version: Version, operator: User
) -> None:
    job = Job.objects.create(
        work="optimise", owner=operator, version=version, status=Status.SUCCEEDED, created_at=timezone.now()
    )
    reason = "It is slower than its parent."
    variant = Variant.objects.create(
        job=job, parent=version, name="int8", digest="1" * 64, accepted=False, reason=reason
    )
    answer = as_operator.post(f"{URL}/variants/{variant.pk}/register", {}, format="json")
    assert (answer.status_code, reason in answer.json()["detail"]) == (409, True)
    assert version.model.versions.count() == 1


def test_variants_are_for_staff(
    as_owner: APIClient, version: Version, operator: User, with_key: Callable[..., APIClient]
) -> None:
    for client in (as_owner, with_key(operator, "predict")):
        assert client.get(f"{URL}/models/pets/versions/1/comparisons").status_code == 403
        assert client.get(WAYS, ON_PETS).status_code == 403

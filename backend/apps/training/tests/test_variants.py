from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Model, Version
from apps.training.models import DataSetVersion, Job, Status, Variant
from apps.training.tests.conftest import URL

VARIANTS = f"{URL}/models/pets/versions/1/variants"


@pytest.fixture
def version(db: None) -> Version:
    """An image model, in words."""
    model = Model.objects.create(slug="pets", kind="image-classification", title="Pets", summary="Pets.")
    return Version.objects.create(model=model, number=1, digest="0" * 64, manifest={}, size=1)


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
        ({"steps": ["distil"]}, "/recipe"),
        ({"version": 2}, "/data_set"),
        ({"steps": ["prune"], "recipe": {"kind": "image-classification", "epochs": 0}}, "/recipe/epochs"),
    ],
)
def test_steps_that_make_no_sense_are_refused_by_field(
    as_operator: APIClient, version: Version, frozen: DataSetVersion, change: dict[str, Any], pointer: str
) -> None:
    body = {"data_set": "pets", "version": 1, "steps": ["int8"]} | change
    answer = as_operator.post(VARIANTS, body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


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

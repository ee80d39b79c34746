"""The catalogue over HTTP."""

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Alias, Model, Version, Worker

pytestmark = pytest.mark.django_db
MANIFEST = {
    "metrics": {"top1": 0.9}, "labels": ["cat"], "preprocess": {"size": 32}, "lineage": {"seed": 1}, "parameters": 5,
    "licence": "MIT",
}  # fmt: skip


@pytest.fixture
def version() -> Version:
    model = Model.objects.create(slug="m", kind="image-classification", title="M", summary="Cats.", is_default=True)
    made = Version.objects.create(model=model, number=1, digest="0" * 64, manifest=MANIFEST, size=10)
    Alias.objects.create(model=model, name="production", version=made)
    return made


def test_a_model_shows_what_it_knows_and_who_serves_it(as_owner: APIClient, version: Version) -> None:
    now = timezone.now()
    Worker.objects.create(
        name="w", queue="q", kinds=["image-classification"], device="cpu", pid=1, state="ready", loaded=[["m", 1]],
        started_at=now, last_seen=now,
    )  # fmt: skip
    (model,) = as_owner.get("/api/v1/models").json()["results"]
    assert (model["slug"], model["aliases"], model["is_default"]) == ("m", {"production": 1}, True)
    assert model["latest"]["metrics"] == {"top1": 0.9}
    assert model["latest"]["served_by"] == [{"worker": "w", "device": "cpu", "loaded": True}]
    assert as_owner.get("/api/v1/models/m").json() == model
    assert as_owner.get("/api/v1/models/m/versions/1").json() == model["versions"][0]


@pytest.mark.parametrize("path", ["no-such", "m/versions/2", "m/versions/99999999999999999999"])
def test_what_is_not_there_is_a_problem(as_owner: APIClient, version: Version, path: str) -> None:
    answer = as_owner.get(f"/api/v1/models/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_nobody_must_sign_in_first(nobody: APIClient) -> None:
    assert nobody.get("/api/v1/models").status_code == 401

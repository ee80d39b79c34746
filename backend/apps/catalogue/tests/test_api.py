"""The catalogue over HTTP."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
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


def worker(name: str = "w", seconds_ago: float = 0, **changes: object) -> None:
    """One that serves pictures and has version 1 in memory."""
    heard = timezone.now() - timedelta(seconds=seconds_ago)
    fields = {"kinds": ["image-classification"], "device": "cpu", "pid": 1, "state": "ready", "loaded": [["m", 1]]}
    Worker.objects.create(name=name, queue="q", started_at=heard, last_seen=heard, **{**fields, **changes})


def test_a_model_shows_what_it_knows_and_who_serves_it(as_owner: APIClient, version: Version) -> None:
    worker()
    (model,) = as_owner.get("/api/v1/models").json()["results"]
    assert (model["slug"], model["aliases"], model["is_default"]) == ("m", {"production": 1}, True)
    assert model["latest"]["metrics"] == {"top1": 0.9}
    assert model["latest"]["served_by"] == [{"worker": "w", "device": "cpu", "loaded": True}]
    assert as_owner.get("/api/v1/models/m").json() == model
    assert as_owner.get("/api/v1/models/m/versions/1").json() == model["versions"][0]


def test_a_model_says_which_options_a_request_may_choose(as_owner: APIClient, version: Version) -> None:
    schema = as_owner.get("/api/v1/models/m").json()["options_schema"]
    top_k = schema["properties"]["top_k"]
    assert (top_k["type"], top_k["default"], top_k["minimum"], top_k["maximum"]) == ("integer", 5, 1, 100)


def test_only_workers_that_answer_and_serve_the_kind_are_named(as_owner: APIClient, version: Version) -> None:
    worker("silent", seconds_ago=61)
    worker("starting", state="starting")
    worker("listener", kinds=["speech-recognition"])
    worker("empty", seconds_ago=50, loaded=[])
    (model,) = as_owner.get("/api/v1/models").json()["results"]
    assert model["latest"]["served_by"] == [{"worker": "empty", "device": "cpu", "loaded": False}]


def test_versions_come_newest_first_and_the_latest_need_not_be_in_production(
    as_owner: APIClient, version: Version
) -> None:
    Version.objects.create(model=version.model, number=2, digest="1" * 64, manifest=MANIFEST, size=20)
    model = as_owner.get("/api/v1/models/m").json()
    assert [one["number"] for one in model["versions"]] == [2, 1]
    assert (model["latest"]["number"], model["aliases"]) == (2, {"production": 1})


def test_a_model_whose_first_bundle_is_still_on_its_way_is_not_shown(as_owner: APIClient, version: Version) -> None:
    Model.objects.create(slug="soon", kind="image-classification", title="Soon", summary="Not yet.")
    assert [model["slug"] for model in as_owner.get("/api/v1/models").json()["results"]] == ["m"]
    assert as_owner.get("/api/v1/models/soon").status_code == 404


def test_a_model_is_everybodys_to_see_and_a_key_for_predictions_is_enough(
    as_stranger: APIClient, owner: User, with_key: Callable[..., APIClient], version: Version
) -> None:
    assert as_stranger.get("/api/v1/models/m").status_code == 200
    assert with_key(owner, "predict").get("/api/v1/models/m").status_code == 200
    assert with_key(owner, "models:write").get("/api/v1/models/m").status_code == 403


@pytest.mark.parametrize("path", ["no-such", "m/versions/2", "m/versions/99999999999999999999"])
def test_what_is_not_there_is_a_problem(as_owner: APIClient, version: Version, path: str) -> None:
    answer = as_owner.get(f"/api/v1/models/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_nobody_must_sign_in_first(nobody: APIClient) -> None:
    assert nobody.get("/api/v1/models").status_code == 401

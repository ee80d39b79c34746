"""From which confidence on an answer counts: chosen when a version was measured, and moved by staff."""

import logging

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.catalogue.models import Model, Version
from apps.catalogue.thresholds import measured

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/models/m/versions/1/thresholds"
MANIFEST = {
    "title": "M", "summary": "", "licence": "MIT", "labels": ["cat", "dog"], "metrics": {}, "preprocess": {},
    "lineage": {}, "parameters": 5,
}  # fmt: skip


@pytest.fixture
def version() -> Version:
    model = Model.objects.create(slug="m", kind="image-classification", title="m")
    return Version.objects.create(model=model, number=1, digest="0" * 64, manifest=MANIFEST, size=10)


@pytest.mark.usefixtures("version")
def test_it_is_one_half_where_nobody_chose(as_owner: APIClient) -> None:
    found = as_owner.get("/api/v1/models/m/versions/1").json()
    assert found["thresholds"] == {"threshold": 0.5, "labels": {}}


def test_an_operator_moves_them_and_that_is_written_down(
    version: Version, as_operator: APIClient, caplog: pytest.LogCaptureFixture
) -> None:
    wanted = {"threshold": 0.7, "labels": {"cat": 0.9}}
    with caplog.at_level(logging.INFO, "slipway.audit"):
        answer = as_operator.put(ADDRESS, wanted, format="json")
    assert (answer.status_code, answer.json()["thresholds"]) == (200, wanted)
    version.refresh_from_db()
    assert version.thresholds == wanted
    assert 'thresholds_moved by="operator"' in caplog.text


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"threshold": 1.2}, 400, "less than or equal to 1"),
        ({"threshold": "nan"}, 400, "A valid number is required"),
        ({"threshold": 0.5, "labels": {"cat": -1}}, 400, "greater than or equal to 0"),
        ({"labels": {}}, 400, "required"),
        ({"threshold": 0.5, "labels": {"cow": 0.5}}, 422, "m has no label 'cow'."),
    ],
)
def test_what_can_be_no_threshold_is_refused(
    body: dict[str, object], status: int, said: str, version: Version, as_operator: APIClient
) -> None:
    answer = as_operator.put(ADDRESS, body, format="json")
    assert answer.status_code == status
    assert said in answer.content.decode()
    version.refresh_from_db()
    assert version.thresholds is None


def test_a_model_that_answers_no_labels_has_none(version: Version, as_operator: APIClient) -> None:
    Version.objects.update(manifest={**MANIFEST, "labels": None})
    assert as_operator.put(ADDRESS, {"threshold": 0.5}, format="json").status_code == 422
    assert as_operator.get("/api/v1/models/m/versions/1").json()["thresholds"] is None


@pytest.mark.usefixtures("version")
def test_only_staff_move_them(as_owner: APIClient, as_operator: APIClient, owner: User) -> None:
    assert as_owner.put(ADDRESS, {"threshold": 0.5}, format="json").status_code == 403
    assert (
        as_operator.put("/api/v1/models/m/versions/2/thresholds", {"threshold": 0.5}, format="json").status_code == 404
    )


@pytest.mark.parametrize(
    ("sure", "found"),
    [
        (
            {"threshold": 0.62, "labels": {"cat": 0.8}, "curve": [], "wanted": 0.95},
            {"threshold": 0.62, "labels": {"cat": 0.8}},
        ),
        (None, None),
        ({"threshold": 7, "labels": {}}, None),
        ({"threshold": 0.6}, None),
    ],
)
def test_those_that_were_measured_count_from_the_start(sure: object, found: object) -> None:
    assert measured({} if sure is None else {"sure": sure}) == found

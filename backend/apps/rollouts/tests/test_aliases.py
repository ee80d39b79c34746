"""An alias is moved over HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, User
from rest_framework.test import APIClient

from apps.catalogue.models import Alias, Model, Version
from apps.catalogue.selectors import resolve

pytestmark = pytest.mark.django_db
PRODUCTION = "/api/v1/models/m/aliases/production"
MANIFEST = {
    "summary": "", "licence": "MIT", "labels": ["cat"], "metrics": {}, "preprocess": {}, "lineage": {}, "parameters": 5,
}  # fmt: skip


@pytest.fixture
def model() -> Model:
    """Two versions, of which the first answers."""
    model = Model.objects.create(slug="m", kind="image-classification", title="First", is_default=True)
    for number, title in ((1, "First"), (2, "Second")):
        Version.objects.create(
            model=model, number=number, digest=str(number) * 64, manifest={**MANIFEST, "title": title}, size=10
        )
    Alias.objects.create(model=model, name="production", version=model.versions.get(number=1))
    return model


def test_the_version_that_answers_by_the_bare_name_is_chosen_and_chosen_back(
    as_operator: APIClient, model: Model
) -> None:
    for number, title in ((2, "Second"), (1, "First")):
        moved = as_operator.put(PRODUCTION, {"version": number}, format="json")
        assert moved.status_code == 200
        assert (moved.json()["aliases"], moved.json()["title"]) == ({"production": number}, title)
        assert resolve("m", model.kind).version.number == number
        assert resolve(None, model.kind).version.number == number


def test_a_free_alias_is_made_and_moves_nothing_else(as_operator: APIClient, model: Model) -> None:
    made = as_operator.put("/api/v1/models/m/aliases/candidate", {"version": 2}, format="json")
    assert (made.json()["aliases"], made.json()["title"]) == ({"candidate": 2, "production": 1}, "First")
    assert resolve("m@candidate", model.kind).version.number == 2


@pytest.mark.parametrize("address", ["/api/v1/models/m/aliases/production", "/api/v1/models/other/aliases/production"])
def test_what_there_is_not_is_404(as_operator: APIClient, model: Model, address: str) -> None:
    assert as_operator.put(address, {"version": 3}, format="json").status_code == 404
    assert resolve("m", model.kind).version.number == 1


@pytest.mark.parametrize("name", ["Production", "-x", "_x", "a" * 64])
def test_a_name_that_no_request_could_use_is_refused(as_operator: APIClient, model: Model, name: str) -> None:
    answer = as_operator.put(f"/api/v1/models/m/aliases/{name}", {"version": 1}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/name")


@pytest.mark.parametrize("content", [{}, {"version": 0}, {"version": "two"}, {"version": 10**12}, []])
def test_a_version_that_is_none_is_refused(as_operator: APIClient, model: Model, content: object) -> None:
    answer = as_operator.put(PRODUCTION, content, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")


def test_it_is_for_staff_and_for_keys_that_may(
    as_owner: APIClient, operator: User, with_key: Callable[..., APIClient], model: Model
) -> None:
    assert as_owner.put(PRODUCTION, {"version": 2}, format="json").status_code == 403
    assert with_key(operator, "predict").put(PRODUCTION, {"version": 2}, format="json").status_code == 403
    assert with_key(operator, "models:write").put(PRODUCTION, {"version": 2}, format="json").status_code == 200


def test_only_who_may_release_moves_production_and_staff_of_before_may(
    operator: User, with_key: Callable[..., APIClient], model: Model
) -> None:
    User.objects.filter(pk=operator.pk).update(is_superuser=False)
    refused = with_key(operator, "models:write").put(PRODUCTION, {"version": 2}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")
    assert "releaser" in refused.json()["detail"]
    free = with_key(operator, "models:write").put("/api/v1/models/m/aliases/candidate", {"version": 2}, format="json")
    assert free.status_code == 200
    operator.groups.add(Group.objects.get(name="releaser"))
    assert with_key(operator, "models:write").put(PRODUCTION, {"version": 2}, format="json").status_code == 200


def test_of_two_who_move_it_at_once_the_second_is_told(as_operator: APIClient, model: Model) -> None:
    first = as_operator.put(PRODUCTION, {"version": 2, "expected": 1}, format="json")
    second = as_operator.put(PRODUCTION, {"version": 1, "expected": 1}, format="json")
    assert (first.status_code, second.status_code, second.json()["code"]) == (200, 409, "conflict")
    assert second.json()["detail"].startswith("m@production means version 2 by now, since operator moved it at ")
    new = {"version": 1, "expected": 0}
    assert as_operator.put("/api/v1/models/m/aliases/new", new, format="json").status_code == 200
    assert as_operator.put("/api/v1/models/m/aliases/new", new, format="json").status_code == 409


def test_the_history_says_who_moved_what_when_and_why(
    as_operator: APIClient, as_owner: APIClient, model: Model
) -> None:
    as_operator.put(PRODUCTION, {"version": 2, "reason": "Two points better"}, format="json")
    as_operator.put(PRODUCTION, {"version": 2}, format="json")
    as_operator.put(PRODUCTION, {"version": 1}, format="json")
    told = as_operator.get("/api/v1/models/m/alias-changes?limit=1").json()
    assert [(one["was"], one["version"], one["how"]) for one in told["results"]] == [(2, 1, "moved")]
    (older,) = as_operator.get(told["next"]).json()["results"]
    at = older.pop("at")
    assert older == {
        "alias": "production", "was": 1, "version": 2, "how": "moved", "by": "operator", "reason": "Two points better",
    }  # fmt: skip
    assert datetime.fromisoformat(at) <= datetime.now(UTC)
    assert as_owner.get("/api/v1/models/m/alias-changes").status_code == 403
    assert as_operator.get("/api/v1/models/other/alias-changes").status_code == 404

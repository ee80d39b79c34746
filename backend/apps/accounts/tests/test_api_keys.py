"""A person makes keys for programs, sees them and takes them away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.keys import MOST_KEYS
from apps.accounts.models import ApiKey

pytestmark = pytest.mark.usefixtures("broker")
URL = "/api/v1/api-keys"


def make(client: APIClient, **fields: Any) -> Any:
    return client.post(URL, {"name": "laptop", "scopes": ["predict"], **fields}, format="json")


def test_a_key_is_shown_once_and_stored_as_a_digest(as_owner: APIClient) -> None:
    answer = make(as_owner)
    assert answer.status_code == 201
    key = answer.json()["key"]
    assert key.startswith(answer.json()["prefix"] + "_")
    listed = as_owner.get(URL).json()["results"]
    assert [row["prefix"] for row in listed] == [answer.json()["prefix"]]
    assert "key" not in listed[0]
    row = ApiKey.objects.values().get()
    assert key not in str(row)
    assert key.removeprefix(answer.json()["prefix"] + "_") not in str(row)


def test_a_key_signs_a_program_in_and_its_use_is_noted(as_owner: APIClient, nobody: APIClient) -> None:
    nobody.credentials(HTTP_AUTHORIZATION=f"Bearer {make(as_owner).json()['key']}")
    assert nobody.get("/api/v1/me").json()["username"] == "owner"
    assert as_owner.get(URL).json()["results"][0]["last_used_at"] is not None


def test_the_use_of_a_key_is_written_once_a_minute(owner: User, with_key: Callable[..., APIClient]) -> None:
    program = with_key(owner)
    program.get("/api/v1/me")
    first = ApiKey.objects.get().last_used_at
    program.get("/api/v1/me")
    assert ApiKey.objects.get().last_used_at == first
    earlier = timezone.now() - timedelta(seconds=61)
    ApiKey.objects.update(last_used_at=earlier)
    program.get("/api/v1/me")
    used = ApiKey.objects.get().last_used_at
    assert used is not None
    assert used > earlier


@pytest.mark.parametrize("header", ["Bearer", "Bearer slip_00000000_wrong", "Bearer \xff\xfe"])
def test_a_wrong_key_is_401(nobody: APIClient, db: None, header: str) -> None:
    answer = nobody.get("/api/v1/me", HTTP_AUTHORIZATION=header)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_expired_key_is_401(owner: User, with_key: Callable[..., APIClient]) -> None:
    program = with_key(owner)
    ApiKey.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    assert program.get("/api/v1/me").status_code == 200
    ApiKey.objects.update(expires_at=timezone.now())
    assert program.get("/api/v1/me").status_code == 401


def test_the_key_of_a_deactivated_person_is_401(owner: User, with_key: Callable[..., APIClient]) -> None:
    program = with_key(owner)
    User.objects.update(is_active=False)
    assert program.get("/api/v1/me").status_code == 401


def test_a_deleted_key_is_401(as_owner: APIClient, owner: User, with_key: Callable[..., APIClient]) -> None:
    program = with_key(owner)
    assert as_owner.delete(f"{URL}/{ApiKey.objects.get().pk}").status_code == 204
    assert program.get("/api/v1/me").status_code == 401


def test_the_keys_of_others_do_not_exist(
    as_stranger: APIClient, owner: User, with_key: Callable[..., APIClient]
) -> None:
    with_key(owner)
    assert as_stranger.get(URL).json() == {"results": []}
    assert as_stranger.delete(f"{URL}/{ApiKey.objects.get().pk}").status_code == 404
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"scopes": []}, "/scopes"),
        ({"scopes": ["everything"]}, "/scopes/0"),
        ({"scopes": ["admin"]}, "/scopes"),
        ({"name": ""}, "/name"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "/expires_at"),
        ({"expires_at": "soon"}, "/expires_at"),
    ],
)
def test_a_refused_key_names_the_field(as_owner: APIClient, fields: dict[str, Any], pointer: str) -> None:
    answer = make(as_owner, **fields)
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert not ApiKey.objects.exists()


def test_staff_may_make_an_admin_key(as_operator: APIClient) -> None:
    answer = make(as_operator, scopes=["predict", "admin", "admin"])
    assert answer.status_code == 201
    assert answer.json()["scopes"] == ["admin", "predict"]


def test_whoever_has_a_hundred_keys_deletes_one_first(as_owner: APIClient, owner: User) -> None:
    ApiKey.objects.bulk_create(
        ApiKey(user=owner, name=str(number), prefix="p", digest=str(number)) for number in range(MOST_KEYS)
    )
    refused = make(as_owner)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    as_owner.delete(f"{URL}/{ApiKey.objects.first().pk}")  # type: ignore[union-attr]  # there are a hundred
    assert make(as_owner).status_code == 201

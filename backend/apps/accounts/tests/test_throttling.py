"""Requests are counted for each user, and for each address of those who are not signed in."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.throttling import PerUserThrottle, SignInThrottle

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"


@pytest.fixture(autouse=True)
def _two_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerUserThrottle, "rate", "2/min", raising=False)
    monkeypatch.setattr(SignInThrottle, "rate", "1/min", raising=False)


def statuses(client: Client, count: int, address: str = "10.0.0.1") -> list[int]:
    return [client.get(ME, REMOTE_ADDR=address).status_code for _ in range(count)]


def test_one_request_too_many_is_told_when_to_come_again(as_owner: APIClient) -> None:
    assert statuses(as_owner, 2) == [200, 200]
    refused = as_owner.get(ME)
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert 1 <= int(refused["Retry-After"]) <= 60


def test_what_one_person_asks_takes_nothing_from_another(as_owner: APIClient, as_stranger: APIClient) -> None:
    assert statuses(as_owner, 3) == [200, 200, 429]
    assert statuses(as_stranger, 1) == [200]


def test_a_persons_keys_and_browsers_are_counted_together(
    as_owner: APIClient, owner: User, with_key: Callable[..., APIClient]
) -> None:
    assert statuses(as_owner, 1) + statuses(with_key(owner), 1, address="10.0.0.2") == [200, 200]
    assert statuses(with_key(owner), 1) == [429]


def test_whoever_is_not_signed_in_is_counted_by_address(nobody: APIClient) -> None:
    path = "/api/v1/session"
    answers = [nobody.get(path, REMOTE_ADDR=address).status_code for address in ("10.0.0.1",) * 3 + ("10.0.0.2",)]
    assert answers == [200, 200, 429, 200]


def test_an_address_that_the_sender_names_counts_for_nothing(nobody: APIClient) -> None:
    given = [{"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": f"192.0.2.{number}"} for number in range(3)]
    assert [nobody.get("/api/v1/session", **one).status_code for one in given] == [200, 200, 429]  # type: ignore[arg-type]


def test_guessing_passwords_is_counted_apart_from_looking(owner: User) -> None:
    client = Client()
    body = {"username": "owner", "password": "guess"}
    tries = [client.post("/api/v1/session", body, content_type="application/json").status_code for _ in range(2)]
    assert tries == [401, 429]
    assert client.get("/api/v1/session").status_code == 200

"""Requests are counted for each user, and for each address of those who are not signed in."""

import socket
import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.test import Client
from redis import Redis
from rest_framework.test import APIClient

from apps.accounts.throttling import PerUserThrottle
from apps.core import rate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("broker")]
ME = "/api/v1/me"


@pytest.fixture(autouse=True)
def _two_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerUserThrottle, "rate", "2/min", raising=False)


@pytest.fixture
def _within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as it takes: what was counted ahead is lost after it."""
    monkeypatch.setattr(rate, "time", SimpleNamespace(monotonic=lambda: 1.0))


def statuses(client: Client, count: int, address: str = "10.0.0.1") -> list[int]:
    return [client.get(ME, REMOTE_ADDR=address).status_code for _ in range(count)]


def test_one_request_too_many_is_told_when_to_come_again(as_owner: APIClient) -> None:
    assert statuses(as_owner, 2) == [200, 200]
    refused = as_owner.get(ME)
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert 1 <= int(refused["Retry-After"]) <= 60


def test_what_was_used_up_comes_back_evenly(as_owner: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerUserThrottle, "rate", "2/s")
    assert statuses(as_owner, 3) == [200, 200, 429]
    time.sleep(0.5)
    assert statuses(as_owner, 2) == [200, 429]


def test_a_refused_request_costs_nothing(as_owner: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerUserThrottle, "rate", "1/s")
    assert statuses(as_owner, 6) == [200] + [429] * 5
    time.sleep(1)
    assert statuses(as_owner, 1) == [200]


@pytest.mark.usefixtures("_within_a_second")
def test_what_was_counted_ahead_is_used_to_the_last_request(
    as_owner: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PerUserThrottle, "rate", "400/h")
    found = statuses(as_owner, 402)
    assert found == [200] * 400 + [429] * 2


@pytest.mark.usefixtures("_within_a_second")
def test_who_sends_many_is_counted_several_at_once(as_owner: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    counting = rate.count

    def noted(what: str, limit: rate.Limit, times: int = 1) -> float:
        asked.append(times)
        return counting(what, limit, times)

    monkeypatch.setattr(rate, "count", noted)
    monkeypatch.setattr(PerUserThrottle, "rate", "6000/h")
    assert statuses(as_owner, 1 + 2 + 4 + 8) == [200] * 15
    assert asked == [1, 2, 4, 8]


def test_two_threads_that_take_the_last_one_counted_ahead_open_no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead, limit = rate.Ahead(), rate.Limit(1000, 60)
    # Both have seen that one is left.
    ahead._keep(("somebody", limit), rate._Left(requests=-1, counted=2, until=time.monotonic() + 60))
    monkeypatch.setattr(rate, "count", lambda *_: 7.0)
    assert ahead.count("somebody", limit) == 7.0


def test_who_is_counted_long_ago_is_forgotten(as_owner: APIClient, broker: Redis) -> None:
    as_owner.get(ME)
    (counted,) = broker.keys("slipway:requests:user:*")
    assert 0 < broker.pttl(counted) <= 30_000


def test_a_limit_that_was_widened_holds_from_then_on(as_owner: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerUserThrottle, "rate", "2/day")
    assert statuses(as_owner, 3) == [200, 200, 429]
    monkeypatch.setattr(PerUserThrottle, "rate", "2/s")
    assert int(as_owner.get(ME)["Retry-After"]) == 1
    time.sleep(0.5)
    assert statuses(as_owner, 1) == [200]


def test_a_clock_that_is_put_back_locks_nobody_out(
    as_owner: APIClient, owner: User, broker: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PerUserThrottle, "rate", "2/s")
    broker.set(f"slipway:requests:user:{owner.pk}", time.time() + 3600)
    assert int(as_owner.get(ME)["Retry-After"]) == 1
    time.sleep(0.5)
    assert statuses(as_owner, 1) == [200]


def test_nobody_is_refused_because_what_counts_is_away(as_owner: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    away = Redis.from_url("redis://127.0.0.1:1/0")
    monkeypatch.setattr(rate, "broker", lambda: away)
    assert statuses(as_owner, 3) == [200, 200, 200]


def test_a_broker_that_does_not_answer_is_waited_for_once(
    as_owner: APIClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        away = Redis(port=deaf.getsockname()[1], socket_timeout=0.2)
        monkeypatch.setattr(rate, "broker", lambda: away)
        assert statuses(as_owner, 5) == [200] * 5
    assert caplog.text.count("requests are not counted") == 1


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

"""While the database or the broker is away, requests end with an answer, and the next one does not suffer."""

from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path
from redis import Redis
from rest_framework.test import APIClient

from apps.accounts.throttling import PerUserThrottle

pytestmark = pytest.mark.django_db


def shared(location: str) -> dict[str, Any]:
    """A cache as in production."""
    options = {"serializer": "config.cache.JsonSerializer"}
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"CACHES": {"default": {"BACKEND": backend, "LOCATION": location, "OPTIONS": options}}}


def broken(_request: object) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly")


urlpatterns = [path("page", broken)]
handler500 = "apps.core.problems.server_error"


def test_requests_are_counted_for_all_processes_in_the_broker(
    as_owner: APIClient, broker: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PerUserThrottle, "rate", "2/min", raising=False)
    with override_settings(**shared(settings.REDIS_URL)):
        cache.clear()
        assert [as_owner.get("/api/v1/me").status_code for _ in range(3)] == [200, 200, 429]
        assert broker.keys("*throttle_user_*")
        cache.clear()


def test_nobody_is_refused_because_what_counts_is_away(as_owner: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerUserThrottle, "rate", "1/min", raising=False)
    with override_settings(**shared("redis://127.0.0.1:1/0")):
        assert [as_owner.get("/api/v1/me").status_code for _ in range(2)] == [200, 200]


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_without_its_database_is_503_and_not_a_bug() -> None:
    answer = Client(raise_request_exception=False).get("/page")
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (503, "5", "unavailable")

"""Pages of other origins may call the API where the configuration names them, and with a key alone (CORS)."""

from typing import Any

import pytest
from django.conf import settings as configured
from rest_framework.test import APIClient

APP = "https://app.example"
PREFLIGHT = {"Origin": APP, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def named(settings: Any) -> None:
    """As SLIPWAY_CORS_ORIGINS=https://app.example does it."""
    settings.MIDDLEWARE = [
        *configured.MIDDLEWARE[:1],
        "corsheaders.middleware.CorsMiddleware",
        *configured.MIDDLEWARE[1:],
    ]
    settings.CORS_ALLOWED_ORIGINS = [APP]


def test_nobody_elses_page_may_call_where_none_is_named(nobody: APIClient) -> None:
    assert "Access-Control-Allow-Origin" not in nobody.get("/api/v1/limits", headers={"Origin": APP})


@pytest.mark.usefixtures("named")
def test_a_page_that_is_named_may_send_a_key_and_reads_the_headers_that_count(nobody: APIClient) -> None:
    asked = nobody.options("/api/v1/predictions", headers=PREFLIGHT)
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (200, APP)
    assert {"authorization", "cache-control", "idempotency-key", "prefer"} <= set(
        asked["Access-Control-Allow-Headers"].split(", ")
    )
    refused = nobody.get("/api/v1/predictions", headers={"Origin": APP})
    assert (refused.status_code, refused["Access-Control-Allow-Origin"]) == (401, APP)
    assert "Retry-After" in refused["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in refused


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(("path", "origin"), [("/api/v1/limits", "https://evil.example"), ("/admin/login/", APP)])
def test_no_other_page_and_no_other_address_is_opened(nobody: APIClient, path: str, origin: str) -> None:
    assert "Access-Control-Allow-Origin" not in nobody.get(path, headers={"Origin": origin})

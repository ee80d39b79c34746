"""What all answers have in common: an id, headers that protect the browser, pages that join, the page itself."""

import logging
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.request import Request
from rest_framework.test import APIClient, APIRequestFactory

from apps.accounts.keys import create_key
from apps.accounts.models import ApiKey
from apps.core.pagination import KeysetPagination
from apps.core.request_id import RequestIdFilter, begin_request, current_request_id

pytestmark = pytest.mark.django_db


def test_a_request_keeps_the_id_that_its_sender_gave(client: Client) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "job:42_a.b-c"})["X-Request-ID"] == "job:42_a.b-c"


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "line\nbreak", "<script>"])
def test_an_id_that_could_do_harm_in_a_log_is_replaced(given: str) -> None:
    taken = begin_request(given)
    assert taken == current_request_id()
    assert len(taken) == 36
    assert begin_request(given) != taken


def test_each_line_of_the_log_has_the_id_of_its_request() -> None:
    begin_request("job-1")
    record = logging.LogRecord("name", logging.INFO, "file", 1, "text", None, None)
    assert RequestIdFilter().filter(record)
    assert record.__dict__["request_id"] == "job-1"


def policy(answer: Any, part: str) -> str:
    rules = dict(rule.strip().split(" ", 1) for rule in answer["Content-Security-Policy"].split(";"))
    return str(rules[part])


@pytest.mark.parametrize("path", ["/healthz", "/api/v1/session", "/api/v1/nothing-here", "/predictions/anything"])
def test_no_answer_lets_the_browser_run_scripts_from_elsewhere_or_be_framed(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (policy(answer, "script-src"), policy(answer, "frame-ancestors")) == ("'self'", "'none'")
    assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert "microphone=(self)" in answer["Permissions-Policy"]


def test_a_page_may_connect_to_its_own_server_alone(client: Client) -> None:
    assert policy(client.get("/healthz"), "connect-src") == "'self'"


def test_nothing_of_the_api_is_kept_by_a_browser(as_owner: APIClient) -> None:
    paths = ["session", "me", "predictions", "nothing-here"]
    assert {as_owner.get(f"/api/v1/{path}")["Cache-Control"] for path in paths} == {"no-store"}


def test_only_the_admin_and_the_apis_page_may_have_scripts_inside(client: Client) -> None:
    assert "'unsafe-inline'" in policy(client.get("/admin/"), "script-src")
    assert "'unsafe-inline'" in policy(client.get("/api/v1/docs"), "script-src")


def test_every_address_that_is_not_the_apis_is_the_page_and_is_never_cached(
    client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / "index.html").write_text("<title>Slipway</title>")
    answer = client.get("/models/any-model")
    assert b"".join(answer.streaming_content) == b"<title>Slipway</title>"  # type: ignore[attr-defined]
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/html", "no-cache")
    assert client.post("/models/any-model").status_code == 404


def test_where_the_page_was_not_built_the_answer_says_what_builds_it(
    client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.FRONTEND_DIST = tmp_path
    answer = client.get("/models/any-model")
    assert (answer.status_code, answer.json()["detail"]) == (404, "The page is not built here; `make run` builds it.")


OF_PROGRAMS = "/api /api/v2/x /ws/other /static/x /assets/x /v2/health/live /openapi.json /docs /livez /healthz/x"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("path", OF_PROGRAMS.split())
def test_addresses_of_files_and_of_the_api_never_answer_with_the_page(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def page_of(owner: User, url: str) -> tuple[list[str], str | None]:
    """The names on one page of the owner's keys, and the address of the next."""
    pages, request = KeysetPagination(), Request(APIRequestFactory().get(url))
    rows = pages.paginate_queryset(ApiKey.objects.filter(user=owner), request) or []
    body = pages.get_paginated_response([key.name for key in rows]).data
    return body["results"], body["next"]


def test_pages_join_without_gap_or_repeat_while_rows_are_added(owner: User) -> None:
    for number in range(5):
        create_key(owner, name=str(number), scopes=["predict"])
    first, following = page_of(owner, "/keys?limit=2")
    create_key(owner, name="new", scopes=["predict"])
    assert following
    second, last = page_of(owner, following)
    assert last
    assert [first, second, page_of(owner, last)] == [["4", "3"], ["2", "1"], (["0"], None)]


@pytest.mark.parametrize(("limit", "count"), [("1", 1), ("1000", 200), ("", 50)])
def test_a_page_has_200_rows_at_most_and_50_where_nothing_is_asked(owner: User, limit: str, count: int) -> None:
    ApiKey.objects.bulk_create(
        ApiKey(user=owner, name=str(number), prefix="p", digest=str(number)) for number in range(201)
    )
    assert len(page_of(owner, f"/keys?limit={limit}")[0]) == count


@pytest.mark.parametrize("cursor", ["made-up", "cD0yMDI2", "cD0yMDI2LTEzLTQ1", "bz14", "cD0lMDA="])
def test_a_cursor_that_no_page_named_is_refused(as_owner: APIClient, cursor: str) -> None:
    answer = as_owner.get(f"/api/v1/predictions?cursor={cursor}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/cursor")


@pytest.fixture
def built(tmp_path: Path, settings: Any) -> None:
    """There is a page that could be the wrong answer."""
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / "index.html").write_text("<title>Slipway</title>")


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize(
    "address",
    ["/api/v1/prediction", "/api/v1/predictions/", "/api/v2/predictions", "/v1/models", "/v2/health/live", "/ws/x"],
)
def test_an_address_that_there_is_not_is_404_however_it_is_asked(owner: User, address: str, method: str) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(owner)
    answer = getattr(client, method)(address)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_what_is_sent_to_the_page_is_sent_to_the_wrong_address(db: None, method: str) -> None:
    answer = getattr(APIClient(enforce_csrf_checks=True), method)("/predictions")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")

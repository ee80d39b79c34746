"""Every error is a problem: which status, which code, which field, and nothing of the inside."""

import json
import logging
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from redis.exceptions import ConnectionError as BrokerAway
from rest_framework import exceptions, serializers
from rest_framework.test import APIClient

from apps.core.errors import CODES, Problem, StorageAway
from apps.core.problems import body_of, problem_of
from apps.core.request_id import begin_request


class LineForm(serializers.Serializer[Any]):
    word = serializers.CharField(max_length=5)


class PoemForm(serializers.Serializer[Any]):
    title = serializers.CharField()
    lines = LineForm(many=True)
    tags = serializers.ListField(child=serializers.CharField(max_length=3), required=False)

    def validate(self, attrs: Any) -> Any:
        """No poem is called as another."""
        if attrs["title"] == "taken":
            raise serializers.ValidationError("There is such a poem.")
        return attrs


def complaints(**sent: object) -> list[tuple[str, str]]:
    """Pointer and sentence of each fault of a poem."""
    with pytest.raises(exceptions.ValidationError) as caught:
        PoemForm(data=sent).is_valid(raise_exception=True)
    problem = problem_of(caught.value)
    assert problem
    assert (problem.status, problem.code) == (400, "invalid_request")
    return [(error["pointer"], error["detail"]) for error in problem.errors]


def test_a_pointer_leads_to_the_field_at_fault_however_deep_it_lies() -> None:
    found = complaints(title="t", lines=[{"word": "fine"}, {"word": "far too long"}, {}])
    assert [pointer for pointer, _ in found] == ["/lines/1/word", "/lines/2/word"]
    assert found[1][1] == "This field is required."


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ["It is too long."]}, "title: It is too long."),
        ({"non_field_errors": ["There is such a poem."]}, "There is such a poem."),
        ({"title": ["No."], "lines": {0: {"word": ["No."]}}}, "Some fields are not valid: title, lines/0/word."),
        ({"of": {place: ["No."] for place in range(9)}}, "Some fields are not valid: of/0, of/1, of/2, of/3, of/4 …"),
    ],
)  # fmt: skip
def test_whoever_shows_the_sentence_alone_tells_which_field_it_is(wrong: dict[str, object], sentence: str) -> None:
    problem = problem_of(exceptions.ValidationError(wrong))  # type: ignore[arg-type]
    assert problem
    assert problem.detail == sentence


def test_an_item_of_a_plain_list_is_named_by_its_place() -> None:
    assert [pointer for pointer, _ in complaints(title="t", lines=[], tags=["ok", "long"])] == ["/tags/1"]


def test_what_is_wrong_with_the_whole_points_at_the_whole() -> None:
    assert complaints(title="taken", lines=[]) == [("/", "There is such a poem.")]


def test_several_faults_are_all_told() -> None:
    assert {pointer for pointer, _ in complaints()} == {"/title", "/lines"}


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Http404("the table has no such row"), 404, "not_found"),
        (PermissionDenied("inside"), 403, "permission_denied"),
        (RequestDataTooBig("inside"), 413, "too_large"),
        (BadRequest("inside"), 400, "invalid_request"),
        (TooManyFilesSent("inside"), 400, "invalid_request"),
        (StorageAway("The bucket is away."), 503, "unavailable"),
        (OperationalError("password=secret"), 503, "unavailable"),
        (InterfaceError("connection already closed"), 503, "unavailable"),
        (BrokerAway("Error 111"), 503, "unavailable"),
        (exceptions.NotAuthenticated(), 401, "not_authenticated"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.NotAcceptable(), 406, "not_acceptable"),
        (exceptions.UnsupportedMediaType("text/csv"), 415, "unsupported_media_type"),
        (exceptions.ParseError(), 400, "invalid_request"),
        (exceptions.Throttled(wait=7.9), 429, "rate_limited"),
    ],
)
def test_what_frameworks_raise_becomes_a_problem_with_the_usual_code(error: Exception, status: int, code: str) -> None:
    problem = problem_of(error)
    assert problem
    assert (problem.status, problem.code) == (status, code)
    assert "secret" not in problem.detail
    assert "inside" not in problem.detail


@pytest.mark.parametrize(("wait", "seconds"), [(7.1, 8), (0.2, 1), (None, 1)])
def test_whoever_is_throttled_hears_when_to_come_again(wait: float | None, seconds: int) -> None:
    problem = problem_of(exceptions.Throttled(wait=wait))
    assert problem
    assert problem.retry_after == seconds


def test_a_bug_is_no_problem() -> None:
    assert problem_of(KeyError("name")) is None


def test_a_body_has_what_rfc_9457_asks_for_and_errors_only_where_there_are_some() -> None:
    begin_request("mine-1")
    body = body_of(Problem(409, "It is taken."), "/api/v1/x")
    assert body == {
        "type": "urn:slipway:problem:conflict", "title": "Conflict", "status": 409, "detail": "It is taken.",
        "instance": "/api/v1/x", "code": "conflict", "request_id": "mine-1",
    }  # fmt: skip
    faults = [{"pointer": "/name", "detail": "It is taken."}]
    assert body_of(Problem(422, "No.", code="taken", errors=faults), "/")["errors"] == faults  # type: ignore[arg-type]


@pytest.mark.parametrize("status", CODES)
def test_each_status_has_a_code_of_its_own(status: int) -> None:
    assert Problem(status, "No.").code == CODES[status]
    assert len(set(CODES.values())) == len(CODES)


def broken(_request: HttpRequest) -> HttpResponse:
    raise KeyError("the inside of the server")


urlpatterns = [path("page", broken)]
handler500 = "apps.core.problems.server_error"


@override_settings(ROOT_URLCONF=__name__)
def test_a_bug_answers_with_an_id_under_which_the_log_tells_all(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = Client(raise_request_exception=False).get("/page", headers={"X-Request-ID": "mine-1"})
    body = json.loads(answer.content)
    assert (answer.status_code, body["code"], body["request_id"]) == (500, "internal_error", "mine-1")
    assert "inside" not in answer.content.decode()


def test_an_anonymous_request_is_told_how_to_sign_in(nobody: APIClient) -> None:
    answer = nobody.get("/api/v1/me")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer["Content-Type"] == "application/problem+json"


@override_settings(ALLOWED_HOSTS=["ours.example"])
def test_a_host_that_is_not_ours_is_a_problem_too() -> None:
    answer = Client().get("/api/v1/session", headers={"host": "evil.example"})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")
    assert answer.json()["detail"] == "This server has another name (SLIPWAY_ALLOWED_HOSTS)."


@override_settings(ALLOWED_HOSTS=["ours.example"])
def test_whoever_watches_over_a_web_may_ask_it_by_any_name() -> None:
    assert Client().get("/healthz", headers={"host": "web:8000"}).status_code == 200

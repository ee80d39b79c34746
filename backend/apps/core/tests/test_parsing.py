"""What no database can hold is refused at the door."""

import pytest
from rest_framework.test import APIClient

from apps.core.parsing import strict_json


@pytest.mark.parametrize(
    "text", ['"\\u0000"', '{"a": ["\\u0000"]}', '"\\ud800"', "NaN", '{"a": 1e400}', "-1e400", "[" * 100_000, "{", ""]
)
def test_what_cannot_be_stored_is_no_json(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        strict_json(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b'{"name": "\xff"}', "it holds what is no text in UTF-8"),
        ('{"name": "\\ud800"}', "it holds what is no text in UTF-8"),
        ("9" * 5000, "a number has more than 1000 digits"),
        ("[" * 100_000, "it is nested too deeply"),
    ],
)
def test_why_it_is_none_is_said_in_words_of_json(text: str | bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        strict_json(text)


@pytest.mark.parametrize("text", ['{"a": 1}', '"猫"', '"\\ud83d\\ude00"', '"\\\\u0000"', "null"])
def test_everything_else_is(text: str) -> None:
    strict_json(text)


@pytest.mark.parametrize("body", ['{"name": "\\ud800"}', '{"name": "\\u0000"}', "NaN", "[" * 9999])
def test_a_body_with_such_characters_is_a_bad_request(as_owner: APIClient, body: str) -> None:
    answer = as_owner.post("/api/v1/api-keys", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")


def test_a_nul_in_the_query_is_a_bad_request(as_owner: APIClient) -> None:
    assert as_owner.get("/api/v1/predictions?q=%00").status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/predictions/x", "/ws/v1/events", "/assets/gone.js"])
def test_an_unknown_address_is_a_problem(nobody: APIClient, path: str) -> None:
    answer = nobody.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_field_of_a_body_that_there_is_not_is_refused_by_name(as_owner: APIClient) -> None:
    answer = as_owner.post("/api/v1/api-keys", {"name": "x", "scopes": ["predict"], "expires": None}, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"pointer": "/expires", "detail": "There is no such field; there are name, scopes, expires_at."}
    ]

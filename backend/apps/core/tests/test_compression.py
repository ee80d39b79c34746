"""What `make run` compresses by itself, and what it leaves alone."""

import pytest
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from apps.core.compression import CompressReading

LONG = b"[" + b"1," * 2000 + b"1]"


def coding(answer: HttpResponseBase, method: str = "GET") -> str | None:
    request = RequestFactory().generic(method, "/", headers={"Accept-Encoding": "gzip"})
    CompressReading(lambda _: answer).process_response(request, answer)
    return answer.headers.get("Content-Encoding")


@pytest.mark.parametrize("kind", ["application/json", "application/problem+json"])
def test_long_json_that_is_read_is_compressed(kind: str) -> None:
    assert coding(HttpResponse(LONG, kind)) == "gzip"


def test_an_answer_to_what_was_sent_is_not_since_it_may_hold_a_secret() -> None:
    assert coding(HttpResponse(LONG, "application/json"), "POST") is None


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse(LONG[:1000], "application/json"),
        HttpResponse(LONG, "image/jpeg"),
        FileResponse([LONG], content_type="application/json"),
    ],
    ids=["short", "a picture", "a file"],
)
def test_what_would_gain_little_is_left_alone(answer: HttpResponseBase) -> None:
    assert coding(answer) is None

"""Where traces are configured a collector is told of a request and of what became of its files, in one trace."""

import gzip
import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any, ClassVar
from uuid import UUID

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from apps.core import traces
from apps.predictions.tests.conftest import InstantEngine, send, work
from apps.uploads.tests.files import photo, sound

pytestmark = pytest.mark.django_db(transaction=True)
TRACE, ABOVE = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
Spans = Callable[[], dict[str, Any]]


class Collector(BaseHTTPRequestHandler):
    """Takes OTLP over HTTP."""

    spans: ClassVar[list[Any]] = []

    def do_POST(self) -> None:
        """Keep what came."""
        assert self.path == "/v1/traces"
        body = self.rfile.read(int(self.headers["Content-Length"]))
        body = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.spans.extend(span for scope in resource.scope_spans for span in scope.spans)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Nothing."""


@pytest.fixture
def collected(settings: Settings) -> Iterator[Spans]:
    """The spans that a collector has got by now, by name."""
    Collector.spans = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Collector) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.TRACES = f"http://127.0.0.1:{server.server_port}"
        first, *others = settings.MIDDLEWARE
        settings.MIDDLEWARE = [first, "apps.core.traces.TraceMiddleware", *others]
        traces._provider.cache_clear()

        def sent() -> dict[str, Any]:
            traces._provider(os.getpid()).force_flush()
            return {span.name: span for span in Collector.spans}

        yield sent
        traces._provider(os.getpid()).shutdown()
        traces._provider.cache_clear()
        server.shutdown()


def facts(span: Any) -> dict[str, object]:
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


def test_the_request_and_its_prediction_are_one_trace(
    collected: Spans, as_owner: APIClient, engine: InstantEngine
) -> None:
    answer = send(as_owner, photo())
    work()
    found = collected()
    request, whole = found["POST /api/v1/predictions"], found["prediction image-classification"]
    assert {span.trace_id for span in found.values()} == {UUID(answer["X-Request-ID"]).bytes}
    assert (request.parent_span_id, whole.parent_span_id) == (b"", request.span_id)
    below = [name for name, span in found.items() if span.parent_span_id == whole.span_id]
    assert below == ["queue", "preprocess", "predict", "postprocess", "write"]
    assert facts(whole)["slipway.prediction"] == answer.json()["id"]
    assert facts(request)["http.response.status_code"] == 202
    parts = [found[name] for name in below]
    assert all(one.end_time_unix_nano <= two.start_time_unix_nano for one, two in pairwise(parts))
    assert whole.start_time_unix_nano <= parts[0].start_time_unix_nano
    assert parts[-1].end_time_unix_nano <= whole.end_time_unix_nano


def test_a_caller_with_a_trace_of_its_own_finds_all_in_it(
    collected: Spans, as_owner: APIClient, engine: InstantEngine
) -> None:
    send(as_owner, photo(), headers={"traceparent": f"00-{TRACE}-{ABOVE}-01"})
    work()
    found = collected()
    assert {span.trace_id.hex() for span in found.values()} == {TRACE}
    assert found["POST /api/v1/predictions"].parent_span_id.hex() == ABOVE


def test_a_request_with_an_id_and_a_trace_names_the_other_trace(
    collected: Spans, as_owner: APIClient, engine: InstantEngine
) -> None:
    send(as_owner, photo(), headers={"traceparent": f"00-{TRACE}-{ABOVE}-01", "X-Request-ID": "mine"})
    (link,) = collected()["POST /api/v1/predictions"].links
    assert (link.trace_id.hex(), link.span_id.hex()) == (TRACE, ABOVE)


@pytest.mark.parametrize(
    "header", ["", "00-0-0-01", f"00-{'0' * 32}-{ABOVE}-01", f"00-{TRACE.upper()}-{ABOVE}-01", f"ff-{TRACE}-{ABOVE}-01"]
)
def test_a_header_that_is_no_trace_is_none(
    collected: Spans, as_owner: APIClient, engine: InstantEngine, header: str
) -> None:
    answer = send(as_owner, photo(), headers={"traceparent": header})
    assert answer.status_code == 202
    assert collected()["POST /api/v1/predictions"].parent_span_id == b""


def test_what_fails_is_marked(collected: Spans, as_owner: APIClient, engine: InstantEngine) -> None:
    send(as_owner, sound(seconds=0.5))  # which the engine cannot decode
    work()
    assert collected()["prediction speech-recognition"].status.message == "decode_failed"


def test_a_collector_that_is_away_costs_no_answer(
    settings: Settings, collected: Spans, as_owner: APIClient, engine: InstantEngine
) -> None:
    settings.TRACES = "http://127.0.0.1:9"
    assert send(as_owner, photo()).status_code == 202
    work()
    assert as_owner.get("/api/v1/predictions").json()["results"][0]["status"] == "succeeded"

"""Spans for OpenTelemetry, where an endpoint for them is configured (`OTEL_EXPORTER_OTLP_ENDPOINT`).

No context travels with a task: the trace is the id of the request, which each row has, and so is the span of the
request. Whoever answers the row finds both without being told, on whatever machine. A request without an id of its own
has the trace of its `traceparent` for one (W3C Trace Context), and stands below the caller's span.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, SpanKind, TraceFlags, set_span_in_context

from apps.core.request_id import TRACEPARENT, current_request_id

Facts = Mapping[str, str | int | float | bool]
ROOM = "/api/"
NANO = 1_000_000_000


def trace_id(request_id: str) -> int:
    """The trace of a request: its id, where that is a UUID or the id of a trace, else a digest of it."""
    try:
        return UUID(request_id).int
    except ValueError:
        return int.from_bytes(hashlib.sha256(request_id.encode()).digest()[:16])


def of_request(request_id: str) -> SpanContext:
    """The span of a request, wherever it is asked for."""
    number = int.from_bytes(hashlib.sha256(f"request {request_id}".encode()).digest()[:8])
    return SpanContext(trace_id(request_id), number, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))


def caller_of(traceparent: str) -> SpanContext | None:
    """The span that a request comes from, by its header; None where there is none that can be read."""
    found = TRACEPARENT.fullmatch(traceparent.strip())
    if not found:
        return None
    flags = TraceFlags(TraceFlags.SAMPLED)  # whoever names an endpoint wants to see them, whatever callers say
    return SpanContext(int(found["trace"], 16), int(found["span"], 16), is_remote=True, trace_flags=flags)


@dataclass(frozen=True, slots=True)
class Stage:
    """What took from one moment to another."""

    name: str
    begin: datetime
    end: datetime
    facts: Facts


def tell(stage: Stage, above: SpanContext, *, failed: str = "", kind: SpanKind = SpanKind.INTERNAL) -> SpanContext:
    """Send a span below another one; returns its own context."""
    span = _tracer().start_span(
        stage.name,
        context=set_span_in_context(NonRecordingSpan(above)),
        kind=kind,
        attributes=stage.facts,
        start_time=_nanoseconds(stage.begin),
    )
    return _ended(span, stage.end, failed)


class TraceMiddleware:
    """A span for each request of the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begin = timezone.now()
        response = self.get_response(request)
        if request.path.startswith(ROOM):
            self._tell(request, response.status_code, begin)
        return response

    def _tell(self, request: HttpRequest, status: int, begin: datetime) -> None:
        own, above = of_request(current_request_id()), caller_of(request.headers.get("traceparent", ""))
        same = above is not None and above.trace_id == own.trace_id
        match = request.resolver_match
        route = f"/{match.route}" if match else request.path
        facts: dict[str, str | int | float | bool] = {
            "http.request.method": request.method or "",
            "http.route": route,
            "http.response.status_code": status,
            "slipway.request_id": current_request_id(),
        }
        with _known_as(own):
            span = _tracer().start_span(
                f"{request.method} {route}",
                context=set_span_in_context(NonRecordingSpan(above)) if above and same else None,
                kind=SpanKind.SERVER,
                attributes=facts,
                links=[trace.Link(above)] if above and not same else [],
                start_time=_nanoseconds(begin),
            )
        _ended(span, timezone.now(), f"{status}" if status >= 500 else "")


def _ended(span: Span, end: datetime, failed: str) -> SpanContext:
    if failed:
        span.set_status(trace.Status(trace.StatusCode.ERROR, failed))
    span.end(_nanoseconds(end))
    return span.get_span_context()


def _nanoseconds(moment: datetime) -> int:
    return int(moment.timestamp() * NANO)


_known: ContextVar[SpanContext | None] = ContextVar("known", default=None)


@contextmanager
def _known_as(context: SpanContext) -> Iterator[None]:
    before = _known.set(context)
    try:
        yield
    finally:
        _known.reset(before)


class _Ids(RandomIdGenerator):
    """Random ones, but for a span whose ids are known."""

    def generate_trace_id(self) -> int:
        known = _known.get()
        return known.trace_id if known else int(super().generate_trace_id())

    def generate_span_id(self) -> int:
        known = _known.get()
        return known.span_id if known else int(super().generate_span_id())


def _tracer() -> trace.Tracer:
    return _provider(os.getpid()).get_tracer("slipway")


@cache
def _provider(_process: int) -> TracerProvider:
    """Of this process: what a parent began to send is not sent again by its children."""
    named = Resource.create({SERVICE_NAME: os.environ.get("OTEL_SERVICE_NAME") or "slipway"})
    provider = TracerProvider(resource=named, id_generator=_Ids())
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{settings.TRACES.rstrip('/')}/v1/traces")))
    return provider

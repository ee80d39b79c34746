"""One id per request, in every log line, every error and the X-Request-ID header."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid_utils.compat import uuid7

from apps.core import caller

HEADER = "X-Request-ID"
_current: ContextVar[str] = ContextVar("request_id", default="-")
_ACCEPTED = re.compile(r"[\w.:-]{1,64}")
# W3C Trace Context, level 1; later versions may have more behind it.
TRACEPARENT = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?P<trace>(?!0{32})[0-9a-f]{32})-(?P<span>(?!0{16})[0-9a-f]{16})-[0-9a-f]{2}(-.*)?"
)


def current_request_id() -> str:
    """The id of the request that this code runs for, "-" outside of one."""
    return _current.get()


def trace_of(traceparent: str) -> str:
    """The trace that a `traceparent` names, so that all is found by one id everywhere; "" where there is none."""
    found = TRACEPARENT.fullmatch(traceparent.strip())
    return found["trace"] if found else ""


def begin_request(given: str = "") -> str:
    """Give the request that starts now the caller's id where it is harmless, else a new one; returns it."""
    _current.set(given if _ACCEPTED.fullmatch(given) else str(uuid7()))
    return current_request_id()


@contextmanager
def on_behalf_of(request_id: str | None) -> Iterator[None]:
    """What the block logs has the id of the request that asked for it, wherever that was."""
    before = _current.set(request_id or "-")
    try:
        yield
    finally:
        _current.reset(before)


class RequestIdMiddleware:
    """One id for everything that happens for a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begin_request(request.headers.get(HEADER, "") or trace_of(request.headers.get("traceparent", "")))
        caller.begin(request.META.get("REMOTE_ADDR", ""))
        response = self.get_response(request)
        response[HEADER] = current_request_id()
        return response


class RequestIdFilter(logging.Filter):
    """Gives every log record the id of its request, unless it was given one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record."""
        if not hasattr(record, "request_id"):
            record.request_id = current_request_id()
        return True

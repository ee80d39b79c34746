"""Requests in threads of a fixed pool, through the whole application."""

import asyncio
import json
import logging
import threading
from collections.abc import Awaitable, Callable

import pytest
from asgiref.testing import ApplicationCommunicator
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from apps.core.deferred import Deferred
from apps.core.handler import OneThreadHandler
from conftest import Configure

free = threading.Event()
left = asyncio.Event()
logger = logging.getLogger(__name__)


def blocks(_: HttpRequest) -> HttpResponse:
    free.wait(10)
    return HttpResponse("at last")


async def wait() -> str:
    await asyncio.sleep(0.05)
    return "waited"


def defers(_: HttpRequest) -> HttpResponse:
    def answer(value: str) -> HttpResponse:
        logger.warning("makes the answer")
        return HttpResponse(value, "text/plain")

    return Deferred(wait, lambda _: False, answer)


def knows(_: HttpRequest) -> HttpResponse:
    return Deferred(wait, lambda _: True, lambda value: HttpResponse(f"{value} in {threading.current_thread().name}"))


def never(_: HttpRequest) -> HttpResponse:
    async def wait() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            left.set()

    return Deferred(wait, lambda _: True, lambda _: HttpResponse())


def fails(_: HttpRequest) -> HttpResponse:
    async def wait() -> None:
        raise OperationalError("the database system is shutting down")

    return Deferred(wait, lambda _: True, lambda _: HttpResponse())


def streams(_: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse([b"one ", b"two"])


def healthz(_: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    path(view.__name__, view) for view in (blocks, defers, knows, never, fails, streams, healthz)
]  # fmt: skip


class Request(ApplicationCommunicator):
    def __init__(self, handler: OneThreadHandler, name: str) -> None:
        headers = [(b"host", b"testserver"), (b"x-request-id", b"mine")]
        scope = {"type": "http", "method": "GET", "path": f"/{name}", "query_string": b"", "headers": headers,
                 "http_version": "1.1"}  # fmt: skip
        super().__init__(handler, scope)

    async def send(self) -> "Request":
        await self.send_input({"type": "http.request", "body": b""})
        return self

    async def answered(self) -> tuple[int, dict[str, str], str]:
        start, text, more = await self.receive_output(10), b"", True
        while more:
            part = await self.receive_output(10)
            text, more = text + part.get("body", b""), part.get("more_body", False)
        headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        return start["status"], headers, text.decode()


Get = Callable[[str], Awaitable[Request]]


@pytest.fixture
def get(configure: Configure, settings: pytest.FixtureRequest) -> Get:
    """Begins a request to one of the views above; there is one thread."""
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    configure(web_threads=1)
    handler = OneThreadHandler()
    return lambda name: Request(handler, name).send()


async def test_probes_are_answered_while_all_threads_are_taken(get: Get) -> None:
    free.clear()
    busy, waits = await get("blocks"), await get("blocks")
    assert (await (await get("healthz")).answered())[2] == "ok"
    free.set()
    assert [(await one.answered())[2] for one in (busy, waits)] == ["at last"] * 2


async def test_a_deferred_answer_has_the_headers_of_the_middleware_and_its_own_length(
    get: Get, caplog: pytest.LogCaptureFixture
) -> None:
    status, headers, text = await (await get("defers")).answered()
    assert (status, text, headers["content-type"], headers["content-length"]) == (200, "waited", "text/plain", "6")
    assert (headers["x-request-id"], "content-security-policy" in headers) == ("mine", True)
    assert [record.request_id for record in caplog.records] == ["mine"], "its log lines carry the request's id"  # type: ignore[attr-defined]


async def test_an_answer_that_needs_nothing_more_is_made_without_a_thread(get: Get) -> None:
    assert (await (await get("knows")).answered())[2] == f"waited in {threading.main_thread().name}"


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
async def test_while_one_waits_its_thread_serves_others(get: Get) -> None:
    left.clear()
    waits = await get("never")
    assert (await (await get("streams")).answered())[2] == "one two"
    await waits.send_input({"type": "http.disconnect"})
    await asyncio.wait_for(left.wait(), 5)
    await waits.wait(5)


async def test_what_goes_wrong_while_one_waits_is_a_problem(get: Get) -> None:
    status, headers, text = await (await get("fails")).answered()
    assert (status, json.loads(text)["code"]) == (503, "unavailable")
    assert headers["content-type"] == "application/problem+json"

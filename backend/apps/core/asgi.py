"""Answers below Django: a problem before it or in place of a websocket, and what is said before a body has come."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from apps.core.errors import Problem
from apps.core.problems import CONTENT_TYPE, body_of
from apps.core.request_id import HEADER, begin_request

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
# A client that is still sending gets to read its answer: a connection that is closed with something unread is reset,
# and the answer is lost. So long, and so many bytes, are listened to and thrown away.
LINGER_SECONDS = 5.0
LINGER_BYTES = 16 * 1024 * 1024


async def send_problem(
    problem: Problem, path: str, send: Send, kind: str = "http.response", more: Mapping[str, str] | None = None
) -> None:
    """Answer with `problem` and `more` headers; `kind` is `http.response` or `websocket.http.response`."""
    headers, body = encoded(problem, path, more)
    await send({"type": f"{kind}.start", "status": problem.status, "headers": headers})
    await send({"type": f"{kind}.body", "body": body})


def encoded(
    problem: Problem, path: str, more: Mapping[str, str] | None = None
) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """The headers and the body of an answer after which the connection ends."""
    request_id = begin_request()
    body = json.dumps(body_of(problem, path)).encode()
    headers = {
        "content-type": CONTENT_TYPE,
        "content-length": str(len(body)),
        HEADER.lower(): request_id,
        "connection": "close",
        **(more or {}),
    }
    if problem.retry_after is not None:
        headers["retry-after"] = str(problem.retry_after)
    return [(name.encode(), value.encode()) for name, value in headers.items()], body


def before_the_body(receive: Receive, send: Send) -> Send:
    """A `send` for the answer to a request whose body will not be read; the connection ends with it."""

    async def send_and_close(message: Message) -> None:
        if message["type"] == "http.response.start":
            others = [header for header in message["headers"] if header[0].lower() != b"connection"]
            await send({**message, "headers": [*others, (b"connection", b"close")]})
        elif message.get("more_body"):
            await send(message)
        else:
            await send({**message, "more_body": True})
            await _linger(receive)
            await send({"type": "http.response.body"})

    return send_and_close


async def _linger(receive: Receive) -> None:
    left = LINGER_BYTES
    with suppress(TimeoutError):
        async with asyncio.timeout(LINGER_SECONDS):
            while left > 0:
                message = await receive()
                if message["type"] == "http.disconnect" or not message.get("more_body"):
                    return
                left -= len(message.get("body", b""))
            await asyncio.sleep(LINGER_SECONDS)

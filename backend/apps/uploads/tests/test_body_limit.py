"""What is too large is refused before it is read."""

import errno
import json
from collections.abc import Iterator
from typing import Any

import pytest

from apps.core.asgi import Message, Send
from apps.uploads.body_limit import App, BodyLimit, Receive


async def read_all(_scope: Message, receive: Receive, send: Send) -> None:
    """An application that reads its whole body and says what it got last."""
    message: Message = {"type": "", "more_body": True}
    while message.get("more_body"):
        message = await receive()
    await send({"type": message["type"]})


async def ask(declared: bytes | None, *pieces: bytes, app: App = read_all) -> list[Message]:
    """What a client is told."""
    parts: Iterator[bytes] = iter(pieces)
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": next(parts), "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [] if declared is None else [(b"content-length", declared)]
    await BodyLimit(app, limit=10)({"type": "http", "path": "/x", "headers": headers}, receive, send)
    return sent


async def test_a_declared_length_over_the_limit_is_a_problem_at_once() -> None:
    start, body = await ask(b"11")
    assert start["status"] == 413
    assert json.loads(body["body"])["code"] == "too_large"


@pytest.mark.parametrize("declared", [None, b"5"])
async def test_a_body_that_grows_over_the_limit_is_cut_off(declared: bytes | None) -> None:
    assert await ask(declared, b"12345", b"12345", b"1") == [{"type": "http.disconnect"}]


@pytest.mark.parametrize("declared", [None, b"10"])
async def test_a_body_of_just_the_limit_is_let_in(declared: bytes | None) -> None:
    async def read_two(_scope: Message, receive: Receive, send: Send) -> None:
        await send({"type": "", "body": [(await receive())["body"], (await receive())["body"]]})

    assert await ask(declared, b"12345", b"67890", app=read_two) == [{"type": "", "body": [b"12345", b"67890"]}]


async def test_a_body_that_the_disk_has_no_room_for_is_a_problem_that_says_when_to_come_again() -> None:
    async def full(_scope: Message, _receive: Receive, _send: Send) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    start, body = await ask(None, app=full)
    assert start["status"] == 503
    assert dict(start["headers"])[b"retry-after"] == b"10"
    assert json.loads(body["body"])["code"] == "unavailable"

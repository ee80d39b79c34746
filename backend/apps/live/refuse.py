"""A websocket to an address that does not exist is refused like any other request, not with a server error."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from apps.core.errors import Problem
from apps.core.problems import CONTENT_TYPE, body_of

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def refuse(scope: MutableMapping[str, Any], send: Send, problem: Problem) -> None:
    """Answer a handshake with a problem where the server can, else with a close code 4000 + the last digits."""
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 4000 + problem.status})
        return
    body = json.dumps(body_of(problem, scope["path"])).encode()
    headers = [(b"content-type", CONTENT_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "websocket.http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": body})


async def nowhere(scope: MutableMapping[str, Any], _receive: Callable[[], Awaitable[Any]], send: Send) -> None:
    """404 for every unknown websocket address."""
    await refuse(scope, send, Problem(404, "There is nothing here."))

"""A problem as an answer below Django: in front of it, or in place of a websocket."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from apps.core.errors import Problem
from apps.core.problems import CONTENT_TYPE, body_of
from apps.core.request_id import HEADER, begin_request

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


async def send_problem(problem: Problem, path: str, send: Send, kind: str = "http.response") -> None:
    """Answer with `problem`; `kind` is `http.response` or `websocket.http.response`."""
    request_id = begin_request()
    body = json.dumps(body_of(problem, path)).encode()
    headers = {
        "content-type": CONTENT_TYPE,
        "content-length": str(len(body)),
        HEADER.lower(): request_id,
        "connection": "close",
    }
    if problem.retry_after is not None:
        headers["retry-after"] = str(problem.retry_after)
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": f"{kind}.start", "status": problem.status, "headers": encoded})
    await send({"type": f"{kind}.body", "body": body})

"""A handshake that is refused gets a problem like any other request, not a silent close."""

from collections.abc import Awaitable, Callable

from asgiref.typing import WebSocketScope

from apps.core.asgi import Send, send_problem
from apps.core.errors import Problem


async def refuse(scope: WebSocketScope, send: Send, problem: Problem) -> None:
    """Answer a handshake with a problem where the server can, else with a close code 4000 + the last digits."""
    if "websocket.http.response" not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": 4000 + problem.status})
        return
    await send_problem(problem, scope["path"], send, "websocket.http.response")


async def nowhere(scope: WebSocketScope, _receive: Callable[[], Awaitable[object]], send: Send) -> None:
    """404 for every unknown websocket address."""
    await refuse(scope, send, Problem(404, "There is nothing here."))

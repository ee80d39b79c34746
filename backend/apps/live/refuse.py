"""A handshake that is refused gets a problem like any other request, not a silent close."""

from asgiref.typing import WebSocketScope
from channels.generic.websocket import AsyncWebsocketConsumer

from apps.core.asgi import Send, send_problem
from apps.core.errors import Problem


async def refuse(scope: WebSocketScope, send: Send, problem: Problem) -> None:
    """Answer a handshake with a problem where the server can, else with a close code 4000 + the last digits."""
    if "websocket.http.response" not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": 4000 + problem.status})
        return
    await send_problem(problem, scope["path"], send, "websocket.http.response")


class Nowhere(AsyncWebsocketConsumer):  # type: ignore[misc]  # the library is untyped
    """404 for every unknown websocket address.

    A consumer, since it goes on until the connection has ended: uvicorn logs an error where one returns before that.
    """

    async def connect(self) -> None:
        """Refuse it."""
        await refuse(self.scope, self.base_send, Problem(404, "There is nothing here."))

"""A page with a socket. Channels' own communicator cannot be imported without the Daphne server."""

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator

from config.asgi import application


class Page(ApplicationCommunicator):
    """Speaks the websocket's ASGI messages with the whole application."""

    def __init__(self, path: str, headers: list[tuple[bytes, bytes]]) -> None:
        path, _, query = path.partition("?")
        scope = {
            "type": "websocket",
            "path": path,
            "query_string": query.encode(),
            "headers": headers,
            "extensions": {},
        }
        super().__init__(application, scope)

    async def connect(self) -> int:
        """Open the socket: 0 where it was accepted, else the close code."""
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output(5)
        return 0 if answer["type"] == "websocket.accept" else int(answer["code"])

    async def heard(self, count: int = 1) -> list[Any]:
        """The next messages."""
        return [json.loads((await self.receive_output(5))["text"]) for _ in range(count)]

    async def disconnect(self) -> None:
        """Close the tab."""
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(5)

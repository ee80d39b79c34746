"""No request body may be larger than the largest form that is allowed, whoever sends it, or than the disk has room for.

Django writes the whole body to disk before a view sees it, so this stands in front of it.
"""

import errno
import logging
from collections.abc import Awaitable, Callable

from apps.core.asgi import Message, Send, send_problem
from apps.core.errors import Problem

logger = logging.getLogger(__name__)
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class BodyLimit:
    """ASGI middleware: 413 for a declared length over `limit` bytes, a cut for a body that grows over it.

    503 for a body that the disk has no room for.
    """

    def __init__(self, app: App, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if declared.isdigit() and int(declared) > self.limit:
            problem = Problem(413, f"The request is larger than the limit of {self.limit} bytes.")
            await send_problem(problem, scope["path"], send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            # A client that sends more than it may, without saying so first, is treated as one that hung up.
            return message if received <= self.limit else {"type": "http.disconnect"}

        try:
            await self.app(scope, counted, send)
        except OSError as error:
            # From writing down the body: what a view raises has become an answer already.
            if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
                raise
            logger.warning("a request could not be received: %s", error)
            problem = Problem(503, "The server cannot take files just now: its disk is full.", retry_after=10)
            await send_problem(problem, scope["path"], send)

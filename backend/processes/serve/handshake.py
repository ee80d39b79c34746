"""The websocket as uvicorn speaks it; a handshake that is none is answered with a problem, like any other request."""

from http import HTTPStatus
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.datastructures import Headers
from websockets.http11 import Response

from apps.core import draining
from apps.core.asgi import encoded
from apps.core.errors import CODES, Problem


class HandshakeProtocol(WebSocketsSansIOProtocol):
    """Where the library would answer in plain text, or not at all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn.reject = self._reject  # type: ignore[method-assign]

    def data_received(self, data: bytes) -> None:
        """The handshake, and later a piece of what the page sends."""
        super().data_received(data)
        if not self.handshake_initiated:
            # Its headers are beyond the limits of the library, which has written why and is not asked for it.
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()

    def _reject(self, status: int, text: str) -> Response:
        if draining.has_begun():
            problem = Problem(503, "This web ends; connect again.", retry_after=1)
        elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            problem = Problem(500, "Something went wrong on the server.")
        else:
            problem = Problem(status if status in CODES else 400, text.partition("\n")[0])
        path = self.request.path.partition("?")[0] if self.handshake_initiated else ""
        headers, body = encoded(
            problem, path, {"allow": "GET"} if problem.status == HTTPStatus.METHOD_NOT_ALLOWED else {}
        )
        pairs = [(name.decode(), value.decode()) for name, value in headers]
        return Response(problem.status, HTTPStatus(problem.status).phrase, Headers(pairs), body)

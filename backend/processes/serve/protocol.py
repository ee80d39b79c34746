"""HTTP as uvicorn speaks it, with bounds for all that is no body: headers, and what stands around chunks.

Without nginx before it a web would wait for ever for the end of a header, and keep all of it in memory.
"""

import asyncio
from http import HTTPStatus
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from apps.core.asgi import encoded
from apps.core.errors import Problem

# Twice what nginx takes at most.
HEAD_BYTES = 64 * 1024
# From the connection, or the first byte of a further request, to the end of the headers.
HEAD_SECONDS = 20.0
# More at once, and the oldest goes: who means it has sent its headers long ago.
HALF_OPEN = 512
BODY_HEADERS = {b"content-length", b"transfer-encoding"}


class BoundedProtocol(HttpToolsProtocol):
    """431 for headers that are too large, 408 for those that do not come, 400 for what is no HTTP: as problems."""

    _half_open: "ClassVar[dict[BoundedProtocol, asyncio.TimerHandle]]" = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._in_head = False
        self._bytes_of_nothing = 0
        self._refusal = Problem(400, "This is no HTTP request that is read here.")

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Somebody connects."""
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """They are gone."""
        self._expect_nothing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """A piece of one request, or of several."""
        self._bytes_of_nothing += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._bytes_of_nothing > HEAD_BYTES:
            self._refuse(_too_large())
        elif self._in_head:
            self._expect_head()

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._in_head, self._bytes_of_nothing = True, 0

    def on_headers_complete(self) -> None:
        """The last one of its headers."""
        self._in_head, self._bytes_of_nothing = False, 0
        self._expect_nothing()
        if sum(len(name) + len(value) for name, value in self.headers) + len(self.url) > HEAD_BYTES:
            self._refusal = _too_large()
            raise self._refusal
        if self.parser.should_upgrade() and self._announces_body():
            # The parser takes what follows for the other protocol, which is spoken here by nobody or not by this.
            self._refusal = Problem(400, "This asks for another protocol and has a body; send it without Upgrade.")
            raise self._refusal
        super().on_headers_complete()
        if not self.parser.should_upgrade():
            self.headers = []  # what follows a body in chunks is no header of its request

    def on_body(self, body: bytes) -> None:
        """A piece of a body; what comes between its chunks and behind it is bounded as headers are."""
        self._bytes_of_nothing = 0
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's signature
        """Its parser did not go on."""
        self._refuse(self._refusal)

    def _announces_body(self) -> bool:
        return any(name in BODY_HEADERS and value != b"0" for name, value in self.headers)

    def _expect_head(self) -> None:
        if self not in self._half_open:
            self._half_open[self] = self.loop.call_later(HEAD_SECONDS, self._head_is_late)
        if len(self._half_open) > HALF_OPEN:
            next(iter(self._half_open))._head_is_late()

    def _expect_nothing(self) -> None:
        if timer := self._half_open.pop(self, None):
            timer.cancel()

    def _head_is_late(self) -> None:
        if self._in_head:
            self._refuse(Problem(408, "The headers of this request did not come in time."))
        else:
            self._expect_nothing()
            self.transport.close()

    def _refuse(self, problem: Problem) -> None:
        """The last thing that is said; nothing, where another answer is owed or being written."""
        self._expect_nothing()
        if self._may_speak():
            headers, body = encoded(problem, "")
            status = f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}\r\n".encode()
            lines = [b"%s: %s\r\n" % header for header in headers]
            self.transport.write(b"".join([status, *lines, b"\r\n", body]))
        self.transport.close()

    def _may_speak(self) -> bool:
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            return True
        if not cycle.more_body or cycle.response_started or self.pipeline:
            return False
        # It is the body of this request that cannot be read: who works on it sees a client that is gone.
        cycle.disconnected = True
        cycle.message_event.set()
        return True


def _too_large() -> Problem:
    return Problem(431, f"The headers of this request are larger than {HEAD_BYTES} bytes.")

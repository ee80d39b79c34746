"""The body of a request on its way in: bounded in size, in time, and in how many come at once.

What is small and comes with the headers is taken as it is. All else is taken when the view has let the request in
(`admission.py`), piece by piece, into a sink that the view has chosen.
"""

import asyncio
import io
from collections.abc import Mapping
from contextlib import suppress
from typing import Protocol

from django.conf import settings
from django.core.exceptions import RequestAborted

from apps.core.asgi import Receive, Scope
from apps.core.disk import require_room
from apps.core.errors import Problem

# Whoever sends less than this within a moment has sent it at once; it costs memory alone.
SMALL = 256 * 1024
GRACE_SECONDS = 0.05
# 20 s, and a second more for each KiB that has come: no line is slower, whoever holds a place just to hold it is.
PATIENCE_SECONDS = 20.0
SLOWEST = 1024


class Sink(Protocol):
    """Takes a body piece by piece."""

    @property
    def most(self) -> int:
        """The largest body, bytes."""

    @property
    def limit(self) -> str:
        """The same in words: a request is larger than …"""

    def feed(self, piece: bytes) -> None:
        """A further piece. Raises Problem as soon as it is known that the body is not taken; StorageAway."""

    def finish(self) -> None:
        """There are no more pieces. Raises as `feed`."""

    @property
    def content(self) -> io.BytesIO:
        """What is left to be parsed."""

    def close(self) -> None:
        """Give up what is held."""


class Memory:
    """A body that is no file: a form or JSON."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    @property
    def most(self) -> int:
        """Bytes."""
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)

    @property
    def limit(self) -> str:
        """In words."""
        return f"the limit of {self.most} bytes"

    def feed(self, piece: bytes) -> None:
        """Keep it."""
        self._pieces.append(piece)

    def finish(self) -> None:
        """Nothing is to be done."""

    @property
    def content(self) -> io.BytesIO:
        """All of it."""
        return io.BytesIO(b"".join(self._pieces))

    def close(self) -> None:
        """Memory goes by itself."""


class Body:
    """What comes after the headers of one request."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        headers = dict(scope["headers"])
        self.declared = int(headers.get(b"content-length", b"0"))
        self.received = 0
        self._coding = headers.get(b"content-encoding", b"identity").decode("latin-1").lower()
        # A client that asks first sends nothing before it is answered; and to read is to answer.
        self._asks_first = b"expect" in headers
        self._receive = receive
        self._early: list[bytes] = []
        self._is_whole = False

    def require_readable(self) -> None:
        """Raises Problem 415 for a body that is compressed."""
        if self._coding != "identity":
            raise Problem(415, f"Send this as it is, without Content-Encoding: {self._coding}.")

    @property
    def coding_refused(self) -> Mapping[str, str]:
        """The header that says which codings are read, where another one came."""
        return {} if self._coding == "identity" else {"accept-encoding": "identity"}

    async def is_here(self) -> bool:
        """Whether all of it is here and small. Raises RequestAborted."""
        if self._asks_first or self.declared > SMALL:
            return False
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE_SECONDS):
                while not self._is_whole and self.received <= SMALL:
                    self._early.append(await self._piece())
        return self._is_whole

    def early(self) -> io.BytesIO:
        """The body that is here."""
        return io.BytesIO(b"".join(self._early))

    async def pour(self, sink: Sink) -> None:
        """Take all of it.

        Raises:
            Problem: 413 where it is larger than the sink allows, 408 where it comes too slowly; those of the sink.
            StorageAway: the disk has no room for it.
            RequestAborted: the client is gone.
        """
        if self.declared > sink.most:
            raise _too_large(sink)
        require_room(self.declared)
        began = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(None) as patience:
                for piece in self._early:
                    sink.feed(piece)
                while not self._is_whole:
                    patience.reschedule(began + PATIENCE_SECONDS + self.received / SLOWEST)
                    sink.feed(await self._piece())
                    if self.received > sink.most:
                        raise _too_large(sink)
        except TimeoutError:
            raise Problem(408, f"Only {self.received} bytes of this request came in time. Send it again.") from None
        sink.finish()

    async def _piece(self) -> bytes:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise RequestAborted
        piece: bytes = message.get("body", b"")
        self.received += len(piece)
        self._is_whole = not message.get("more_body", False)
        return piece


def _too_large(sink: Sink) -> Problem:
    return Problem(413, f"The request is larger than {sink.limit}.")

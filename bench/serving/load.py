"""The load generator, a process of its own: so many connections, each sends the next request when it has its answer.

`python -m bench.serving.load` reads its order as one line of JSON, warms up, writes `ready`, waits for a line, and then
writes what it measured. It shares the cores with the server, hence prebuilt bytes, a C parser and no clever client;
what it costs is part of what it tells.
"""

import asyncio
import json
import sys
import time
from base64 import b64decode
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import httptools
import uvloop

MOST_ERRORS = 1000


@dataclass
class Order:
    """What to send. An answer without `expected` in it, or with a status from 400 on, counts as an error."""

    port: int
    requests: list[bytes]
    connections: int
    seconds: float
    expected: bytes
    warm_seconds: float = 1.0
    per_second: float = 0.0


@dataclass
class Tally:
    """What came of it."""

    latencies: list[float] = field(default_factory=list)
    errors: int = 0
    example: str = ""
    ended: float = 0.0


class Connection(asyncio.Protocol):
    """One kept connection; `ask` resolves with the status and the body."""

    def __init__(self) -> None:
        self.parser: Any = None
        self.answer: asyncio.Future[tuple[int, bytes]] | None = None
        self.pieces: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ready."""
        self.transport: Any = transport

    def ask(self, request: bytes) -> "asyncio.Future[tuple[int, bytes]]":
        """Send it; one at a time."""
        self.parser, self.pieces = httptools.HttpResponseParser(self), []
        self.answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self.answer

    def data_received(self, data: bytes) -> None:
        """For the parser."""
        self.parser.feed_data(data)

    def on_body(self, piece: bytes) -> None:
        """From the parser."""
        self.pieces.append(piece)

    def on_message_complete(self) -> None:
        """From the parser."""
        if self.answer and not self.answer.done() and self.parser.get_status_code() >= 200:
            self.answer.set_result((self.parser.get_status_code(), b"".join(self.pieces)))

    def connection_lost(self, error: Exception | None) -> None:
        """The server has closed it."""
        if self.answer and not self.answer.done():
            self.answer.set_exception(error or ConnectionResetError("the server closed the connection"))


async def _connect(port: int) -> Connection:
    _, connection = await asyncio.get_running_loop().create_connection(Connection, "127.0.0.1", port)
    return connection


async def _send(order: Order, requests: Any, until: float, tally: Tally, paces: Any) -> None:
    connection = await _connect(order.port)
    while True:
        began = time.perf_counter()
        if order.per_second:
            # Open loop: what is late counts from when it was due.
            began = next(paces)
            if began >= until:
                break
            await asyncio.sleep(max(0.0, began - time.perf_counter()))
        if connection.transport.is_closing():  # the server ends what is silent for some seconds
            connection = await _connect(order.port)
        try:
            status, body = await connection.ask(next(requests))
        except OSError as error:
            tally.errors, tally.example = tally.errors + 1, tally.example or repr(error)
            if tally.errors > MOST_ERRORS:
                break
            connection = await _connect(order.port)
            continue
        tally.ended = time.perf_counter()
        if status >= 400 or order.expected not in body:
            tally.errors, tally.example = tally.errors + 1, tally.example or f"{status} {body[:300]!r}"
        else:
            tally.latencies.append(tally.ended - began)
        if not order.per_second and tally.ended >= until:
            break
    connection.transport.close()


async def send(order: Order, seconds: float) -> tuple[Tally, float]:
    """Send for so long, then wait for what is on its way. Returns the tally and how long it took."""
    tally, requests, began = Tally(), cycle(order.requests), time.perf_counter()
    paces = (began + step / order.per_second for step in range(10**9)) if order.per_second else None
    await asyncio.gather(*(_send(order, requests, began + seconds, tally, paces) for _ in range(order.connections)))
    return tally, max(tally.ended, began + 1e-9) - began


async def main() -> None:
    """Warm up, wait for the word, measure."""
    task = json.loads(sys.stdin.readline())
    task["requests"] = [b64decode(one) for one in task["requests"]]
    order = Order(**{**task, "expected": task["expected"].encode()})
    if order.warm_seconds:
        await send(order, order.warm_seconds)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    cpu = time.process_time()
    tally, seconds = await send(order, order.seconds)
    found = {"seconds": seconds, "latencies": tally.latencies, "errors": tally.errors, "example": tally.example}
    sys.stdout.write(json.dumps(found | {"cpu": time.process_time() - cpu}) + "\n")


if __name__ == "__main__":
    uvloop.run(main())

"""Many idle pages: `python -m bench.serving.sockets PORT COUNT COOKIE` opens websockets and tells how many are open.

It writes a line (open, messages so far) once they are, and again for each line that it reads.
"""

import asyncio
import json
import resource
import sys
import time
from base64 import b64encode
from typing import cast

import uvloop

AT_ONCE = 50
PATIENCE, OPENING_SECONDS = 30.0, 240.0
TEXT, PING, PONG = 1, 9, 10


def read_frame(data: bytes) -> tuple[int, bytes, bytes] | None:
    """Kind and content of a server's first frame (RFC 6455), and what follows; None while it is not whole."""
    if len(data) < 2:
        return None
    length, start = data[1] & 0x7F, 2
    if length >= 126:
        start = 4 if length == 126 else 10
        length = int.from_bytes(data[2:start], "big") if len(data) >= start else len(data)
    whole = start + length
    return (data[0] & 0x0F, data[start:whole], data[whole:]) if len(data) >= whole else None


class Page(asyncio.Protocol):
    """One websocket: its handshake, and then only messages, which are counted, and pings."""

    def __init__(self, upgrade: bytes, tally: dict[str, int]) -> None:
        self.upgrade, self.tally, self.received = upgrade, tally, b""
        self.answered: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(self.upgrade)

    def data_received(self, data: bytes) -> None:
        """The handshake's answer, then messages."""
        self.received += data
        if not self.answered.done():
            if b"\r\n\r\n" not in self.received:
                return
            head, _, self.received = self.received.partition(b"\r\n\r\n")
            good = head.startswith(b"HTTP/1.1 101")
            self.tally["open" if good else "refused"] += 1
            self.answered.set_result(good)
        while frame := read_frame(self.received):
            kind, content, self.received = frame
            self.tally["messages"] += kind == TEXT
            if kind == PING:
                self.transport.write(bytes((0x80 | PONG, 0x80 | len(content), 0, 0, 0, 0)) + content)

    def connection_lost(self, error: Exception | None) -> None:  # noqa: ARG002 - the framework's signature
        """Closed by the server."""
        if not self.answered.done():
            self.answered.set_result(False)
        elif not self.answered.cancelled() and self.answered.result():
            self.tally["open"] -= 1


async def _open(port: int, upgrade: bytes, tally: dict[str, int], some: asyncio.Semaphore, ends: float) -> None:
    async with some:
        if time.monotonic() > ends:
            tally["refused"] += 1
            return
        try:
            _, page = await asyncio.get_running_loop().create_connection(
                lambda: Page(upgrade, tally), "127.0.0.1", port
            )
            await asyncio.wait_for(page.answered, PATIENCE)
        except (OSError, TimeoutError):
            tally["refused"] += 1


async def main(port: int, count: int, cookie: str) -> None:
    """Open, tell, and stay until the input ends."""
    lines = ["GET /ws/v1/events HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Origin: http://127.0.0.1:{port}"]
    lines += ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", f"Cookie: {cookie}"]
    lines.append(f"Sec-WebSocket-Key: {b64encode(b'slipway-bench-42').decode()}")
    upgrade, tally = "\r\n".join([*lines, "", ""]).encode(), {"open": 0, "messages": 0, "refused": 0}
    some, ends = asyncio.Semaphore(AT_ONCE), time.monotonic() + OPENING_SECONDS
    await asyncio.gather(*(_open(port, upgrade, tally, some, ends) for _ in range(count)))
    while True:
        sys.stdout.write(json.dumps(tally) + "\n")
        sys.stdout.flush()
        if not await asyncio.to_thread(sys.stdin.readline):
            return


if __name__ == "__main__":
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    uvloop.run(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))

"""What comes before a request is known is bounded, also where no nginx stands before the web."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
import uvicorn

from apps.core.asgi import Receive, Scope, Send
from apps.live.routing import websocket_door
from config.env import Env
from processes.serve import protocol
from processes.serve.web import configured
from processes.tests.stack import free_port

Connect = Callable[[], socket.socket]
GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


async def client(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that answers with the address of who asks, and the key that they show."""
    while (await receive()).get("more_body"):
        pass
    body = scope["client"][0].encode() + dict(scope["headers"]).get(b"authorization", b"")
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def serving(application: Any = client, **variables: Any) -> Iterator[Connect]:
    """A web of this process; gives what connects to it."""
    env = Env(_env_file=None, port=free_port(), **variables)
    server = uvicorn.Server(configured(env, application, drain_seconds=1))
    thread = threading.Thread(target=server.run)
    thread.start()
    opened: list[socket.socket] = []

    def connect() -> socket.socket:
        opened.append(socket.create_connection(("127.0.0.1", env.port), timeout=10))
        return opened[-1]

    try:
        while not server.started:
            time.sleep(0.01)
        yield connect
    finally:
        for one in opened:
            one.close()
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def connect() -> Iterator[Connect]:
    with serving() as connects:
        yield connects


def answer(connection: socket.socket) -> tuple[int, bytes]:
    """The status and the body of the next answer; 0 where the connection was closed without one."""
    with closing(connection.makefile("rb", buffering=0)) as file:  # the next answer stays in the socket
        line = file.readline()
        if not line:
            return 0, b""
        headers = dict(header.lower().strip().split(b": ") for header in iter(file.readline, b"\r\n"))
        return int(line.split()[1]), file.read(int(headers[b"content-length"]))


def refusal(connection: socket.socket) -> tuple[int, str]:
    status, body = answer(connection)
    return status, json.loads(body)["code"]


def test_a_header_that_does_not_end_is_refused_while_it_comes(connect: Connect) -> None:
    endless = connect()
    endless.sendall(GET + b"X-Endless: ")
    with pytest.raises(ConnectionError):
        endless.sendall(b"a" * 50_000_000)
    assert answer(asking(connect))[0] == 200


def asking(connect: Connect) -> socket.socket:
    asks = connect()
    asks.sendall(GET + b"\r\n")
    return asks


def test_headers_that_are_too_large_are_a_problem(connect: Connect) -> None:
    large = connect()
    large.sendall(GET + b"X-Large: " + b"a" * protocol.HEAD_BYTES + b"\r\n\r\n")
    assert refusal(large) == (431, "headers_too_large")


def test_headers_of_just_below_the_limit_are_read(connect: Connect) -> None:
    large = connect()
    large.sendall(GET + b"X-Large: " + b"a" * (protocol.HEAD_BYTES - 100) + b"\r\n\r\n")
    assert answer(large)[0] == 200


def test_what_follows_a_body_in_chunks_is_bounded_too(connect: Connect) -> None:
    endless = connect()
    endless.sendall(GET + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX-Endless: ")
    with pytest.raises(ConnectionError):
        endless.sendall(b"a" * 50_000_000)
    assert answer(asking(connect))[0] == 200


def test_what_follows_a_body_in_chunks_is_no_header(connect: Connect) -> None:
    trailing = connect()
    trailing.sendall(GET + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nAuthorization: Bearer slip\r\n\r\n")
    assert answer(trailing) == (200, b"127.0.0.1")


def test_headers_that_do_not_come_in_time_are_a_problem(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.2)
    slow = connect()
    slow.sendall(GET)
    assert refusal(slow) == (408, "too_slow")


def test_those_of_a_further_request_have_the_same_time(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.2)
    kept = asking(connect)
    assert answer(kept)[0] == 200
    kept.sendall(GET)
    assert refusal(kept) == (408, "too_slow")


def test_a_connection_on_which_nothing_comes_is_closed(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.2)
    assert answer(connect()) == (0, b"")


def test_of_too_many_that_send_no_request_the_oldest_goes(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HALF_OPEN", 2)
    silent = [connect() for _ in range(3)]
    assert answer(silent[0]) == (0, b"")
    silent[1].sendall(GET + b"\r\n")
    assert answer(silent[1])[0] == 200


def test_what_is_no_http_is_a_problem(connect: Connect) -> None:
    other = connect()
    other.sendall(b"\x16\x03\x01 I speak TLS\r\n\r\n")
    assert refusal(other) == (400, "invalid_request")


def test_two_requests_in_one_piece_have_two_answers(connect: Connect) -> None:
    both = connect()
    both.sendall((GET + b"\r\n") * 2)
    assert [answer(both)[0], answer(both)[0]] == [200, 200]


@pytest.mark.parametrize(("believed", "address"), [((), b"127.0.0.1"), (("127.0.0.0/8",), b"203.0.113.7")])
def test_only_a_proxy_that_was_named_says_who_asks(believed: tuple[str, ...], address: bytes) -> None:
    with serving(trusted_proxies=believed) as connects:
        asks = connects()
        asks.sendall(GET + b"X-Forwarded-For: 203.0.113.7\r\n\r\n")
        assert answer(asks) == (200, address)


@pytest.mark.parametrize("upgrade", [b"websocket", b"h2c"])
@pytest.mark.parametrize("length", [b"Content-Length: 3", b"Transfer-Encoding: chunked"])
def test_another_protocol_is_not_asked_for_with_a_body_that_would_be_lost(
    connect: Connect, upgrade: bytes, length: bytes
) -> None:
    asks = connect()
    asks.sendall(GET + b"Connection: Upgrade\r\nUpgrade: %s\r\n%s\r\n\r\n" % (upgrade, length))
    assert refusal(asks) == (400, "invalid_request")
    assert answer(asks) == (0, b"")


def test_a_request_that_would_like_another_protocol_is_answered_in_this_one(connect: Connect) -> None:
    asks = connect()
    asks.sendall(GET + b"Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 0\r\n\r\n")
    assert answer(asks)[0] == 200


CHUNKED = GET.replace(b"GET", b"POST") + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize("broken", [b"xyz\r\nabc\r\n", b"3\r\nabcd\r\n0\r\n\r\n", b"-1\r\n", b"3\r\nabc\r\nzz\r\n"])
@pytest.mark.parametrize("first", [b"", b"2\r\nab\r\n"])
def test_a_broken_chunk_is_a_problem(connect: Connect, first: bytes, broken: bytes) -> None:
    asks = connect()
    asks.sendall(CHUNKED + first)
    time.sleep(0.05)  # until it is being read
    asks.sendall(broken)
    assert refusal(asks) == (400, "invalid_request")
    assert answer(asks) == (0, b"")


async def slow(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers the first request when a second one has come."""
    await asyncio.sleep(0.2)
    await client(scope, receive, send)


def test_what_is_broken_behind_a_request_that_is_worked_on_is_not_its_answer() -> None:
    with serving(slow) as connect:
        asks = connect()
        asks.sendall(GET + b"\r\n" + CHUNKED + b"xyz\r\n")
        assert answer(asks) == (0, b"")


KEY = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
VERSION = b"Sec-WebSocket-Version: 13\r\n"


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        (b"GET", VERSION, 400),
        (b"GET", KEY, 400),
        (b"GET", KEY + b"Sec-WebSocket-Version: 8\r\n", 400),
        (b"GET", VERSION + b"Sec-WebSocket-Key: short\r\n", 400),
        (b"POST", KEY + VERSION, 405),
        (b"GET", KEY + VERSION + b"X-Long: " + b"a" * 9000 + b"\r\n", 431),
        (b"GET", KEY + VERSION + b"X-Many: a\r\n" * 200, 431),
    ],
)
def test_a_handshake_that_is_none_is_a_problem(connect: Connect, method: bytes, headers: bytes, status: int) -> None:
    asks = connect()
    asks.sendall(GET.replace(b"GET", method) + b"Connection: Upgrade\r\nUpgrade: websocket\r\n" + headers + b"\r\n")
    assert refusal(asks)[0] == status
    assert answer(asks) == (0, b"")


@pytest.mark.django_db(transaction=True)
def test_a_refused_websocket_is_no_error_of_the_server(caplog: pytest.LogCaptureFixture) -> None:
    with serving(websocket_door) as connect:
        asks = connect()
        asks.sendall(GET + b"Connection: Upgrade\r\nUpgrade: websocket\r\n" + KEY + VERSION + b"\r\n")
        assert refusal(asks) == (404, "not_found")
        assert answer(asks) == (0, b"")
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []

"""The load generator against a server that answers as told."""

import asyncio

from bench.serving import wire
from bench.serving.load import Order, send

GOOD = b'HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{"score": 0.5}'
BAD = b"HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n{}"


async def _answered(answers: list[bytes], connections: int, per_second: float = 0) -> tuple[int, int, int]:
    """How many good answers and errors the generator counts, and how many requests came whole."""
    request = wire.request(
        "POST", "/", 1, form=wire.multipart({"model": "m"}, [wire.File("a", "image/jpeg", b"x" * 99)])
    )
    came = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(len(request)):
            if data == request:
                came.append(data)
            await asyncio.sleep(0.01)
            writer.write(answers[len(came) % len(answers)])

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    order = Order(port, [request], connections, 0.31, b'"score"', per_second=per_second)
    tally, _ = await send(order, order.seconds)
    server.close()
    return len(tally.latencies), tally.errors, len(came)


def test_good_answers_are_counted_once_each() -> None:
    good, errors, came = asyncio.run(_answered([GOOD], connections=3))
    assert errors == 0
    assert good == came > 3


def test_a_bad_status_or_an_answer_without_what_is_expected_is_an_error() -> None:
    good, errors, came = asyncio.run(_answered([GOOD, BAD], connections=1))
    assert good + errors == came
    assert abs(good - errors) <= 1


def test_a_fixed_pace_sends_no_more_than_that() -> None:
    good, errors, _ = asyncio.run(_answered([GOOD], connections=3, per_second=50))
    assert (good, errors) == (16, 0)


def test_a_connection_that_the_server_has_closed_is_made_again() -> None:
    async def closed_after_each() -> tuple[int, int]:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(1000)
            writer.write(GOOD)
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        request = wire.request("GET", "/", 1)
        order = Order(server.sockets[0].getsockname()[1], [request], 1, 0.31, b'"score"', per_second=20)
        tally, _ = await send(order, order.seconds)
        server.close()
        return len(tally.latencies), tally.errors

    assert asyncio.run(closed_after_each()) == (7, 0)

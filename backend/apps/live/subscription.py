"""A subscription at the broker, read by its connection itself: redis-py's own costs a web a tenth of all it does."""

import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.conf import settings
from redis.asyncio.connection import AbstractConnection, ConnectionPool

CONNECT_SECONDS = 2.0


@asynccontextmanager
async def subscription(channel: str) -> AsyncIterator[AbstractConnection]:
    """A connection that hears what is published there. Raises RedisError, OSError.

    The first message is of the kind `subscribe`: from then on all that is published comes.
    """
    # With a `socket_timeout` redis-py writes below `asyncio.wait_for`, which until Python 3.12 loses a cancellation
    # that comes when the write is just done (https://github.com/python/cpython/issues/86296): a task would not end.
    # Of protocol 3 it makes a line for the log of each message, whether there is a log or not.
    pool = ConnectionPool.from_url(settings.REDIS_URL)
    # Also where the address says otherwise, for which nothing would be heard.
    pool.connection_kwargs |= {"protocol": 2, "socket_timeout": None, "socket_connect_timeout": CONNECT_SECONDS}
    connection: AbstractConnection = pool.make_connection()  # type: ignore[no-untyped-call]  # has no types
    try:
        await connection.connect()  # type: ignore[no-untyped-call]
        await connection.send_command("SUBSCRIBE", channel)
        yield connection
    finally:
        await connection.disconnect(nowait=True)


async def messages(connection: AbstractConnection) -> AsyncIterator[tuple[bytes, bytes]]:
    """Kind and payload of what comes, for ever. Raises RedisError, OSError where the connection is gone."""
    while True:
        # Kind, channel and payload; of an answer to a ping kind and payload.
        message = await connection.read_response(timeout=math.inf, disconnect_on_error=False)
        yield message[0], message[-1]


async def ping(connection: AbstractConnection) -> None:
    """Ask for a sign of life; it comes as a message. Raises RedisError, OSError."""
    await connection.send_command("PING", check_health=False)

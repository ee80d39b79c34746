"""Tell the sockets of a user that there is news. A hint: the table is the truth, and nothing is lost if a hint is."""

import asyncio
import logging
import os
import threading
from collections.abc import Iterable
from concurrent.futures import Future

from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)
_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None
_loop_pid = 0


def group_of(user_id: int) -> str:
    """The Channels group of one user's sockets."""
    return f"user.{user_id}"


def publish(user_ids: Iterable[int]) -> None:
    """Hint to all sockets of these users, without waiting for the broker."""
    future = asyncio.run_coroutine_threadsafe(_send(list(user_ids)), _background_loop())
    future.add_done_callback(_log_failure)


async def _send(user_ids: list[int]) -> None:
    layer = get_channel_layer()
    await asyncio.gather(*(layer.group_send(group_of(user_id), {"type": "news"}) for user_id in user_ids))


def _log_failure(future: "Future[None]") -> None:
    error = future.exception()
    if error:
        logger.warning("could not hint to the sockets: %s", error)


def _background_loop() -> asyncio.AbstractEventLoop:
    """One event loop in a thread of its own per process.

    `async_to_sync` would make a new loop, and with it a new broker connection, for every call. A forked child does not
    inherit the thread, hence the look at the pid.
    """
    global _loop, _loop_pid  # one per process is the point
    with _lock:
        if _loop is None or _loop_pid != os.getpid():
            _loop, _loop_pid = asyncio.new_event_loop(), os.getpid()
            threading.Thread(target=_loop.run_forever, name="publish", daemon=True).start()
        return _loop

"""Tell all web processes what has just been written. The table is the truth: nothing is lost if a message is."""

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
CHANNEL = "slipway:events"
# Whoever publishes has just committed and would rather be heard late than wait.
TIMEOUT_SECONDS = 0.5
QUIET_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Published:
    """An event as the sockets send it."""

    user_id: int
    seq: int
    subject: UUID
    text: str


def publish(events: Iterable[Published]) -> None:
    """One message for all events of a commit. A broker that is away is left alone for a while."""
    _publisher().send(payload_of(events))


def payload_of(events: Iterable[Published]) -> str:
    """What is sent on CHANNEL for these events of one commit."""
    return "\n".join(f"{event.user_id} {event.seq} {event.subject} {event.text}" for event in events)


def parse(payload: bytes) -> Iterator[Published]:
    """What `publish` has sent."""
    for line in payload.decode().split("\n"):
        user_id, seq, subject, text = line.split(" ", 3)
        yield Published(int(user_id), int(seq), UUID(subject), text)


class _Publisher:
    def __init__(self) -> None:
        self._redis = Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=TIMEOUT_SECONDS, socket_timeout=TIMEOUT_SECONDS
        )
        self._lock = threading.Lock()
        self._quiet_until = 0.0

    def send(self, payload: str) -> None:
        with self._lock:
            if time.monotonic() < self._quiet_until:
                return
        try:
            self._redis.publish(CHANNEL, payload)
        except RedisError as error:
            with self._lock:
                self._quiet_until = time.monotonic() + QUIET_SECONDS
            logger.warning("events are not published for %g s, pages hear of them later: %s", QUIET_SECONDS, error)


@cache
def _publisher() -> _Publisher:
    return _Publisher()

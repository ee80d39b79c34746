"""Wakes a trainer that waits. The table is the queue: trainers look at it every few seconds, with or without a bell."""

import logging
import time

from redis.exceptions import RedisError

from apps.core import draining
from apps.core.broker import broker

logger = logging.getLogger(__name__)
BELL = "slipway:trainers"
# A web of an older release rings by a message to a queue of Celery, which is a list, too.
BELLS = [BELL, "training"]
# Less than the broker may take to answer; whoever waits is told to end between two of these.
SLICE_SECONDS = 1


def ring() -> None:
    """Wake one trainer. Never raises: the rows are committed, and found without a bell."""
    try:
        with broker().pipeline() as commands:
            # One is enough, however long nobody hears it.
            commands.delete(BELL)
            commands.rpush(BELL, 1)
            commands.execute()
    except RedisError as error:
        logger.warning("could not ring for a trainer: %s", error)


def wait(seconds: float) -> bool:
    """Until it rings, this process is told to end, or `seconds` are over. Returns whether it rang."""
    ends = time.monotonic() + seconds
    while not draining.has_begun() and time.monotonic() < ends:
        try:
            if broker().blpop(BELLS, timeout=SLICE_SECONDS):
                return True
        except RedisError as error:
            logger.debug("the bell is not heard: %s", error)
            time.sleep(SLICE_SECONDS)
    return False

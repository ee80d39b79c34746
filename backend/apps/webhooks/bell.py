"""Wakes who sends. The table is the queue: it is looked at every few seconds, with or without a bell."""

import logging
import time

from redis.exceptions import RedisError

from apps.core.broker import broker

logger = logging.getLogger(__name__)
BELL = "slipway:webhooks"
# Less than the broker may take to answer.
SLICE_SECONDS = 1


def ring() -> None:
    """Say that something is due. Never raises: the rows are committed, and found without a bell."""
    try:
        with broker().pipeline() as commands:
            # One is enough, however long nobody hears it.
            commands.delete(BELL)
            commands.rpush(BELL, 1)
            commands.execute()
    except RedisError as error:
        logger.warning("could not ring for webhooks: %s", error)


def wait() -> bool:
    """Until it rings, a second at most. Returns whether it rang."""
    try:
        return broker().blpop([BELL], timeout=SLICE_SECONDS) is not None
    except RedisError as error:
        logger.debug("the bell is not heard: %s", error)
        time.sleep(SLICE_SECONDS)
        return False

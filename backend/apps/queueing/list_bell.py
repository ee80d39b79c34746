"""A bell that rings until somebody hears it: a list of the broker with one entry.

For a process that looks at its table every few seconds with or without it; a bell only makes that sooner.
"""

import logging
import time
from collections.abc import Sequence

from redis.exceptions import RedisError

from apps.core.broker import broker

logger = logging.getLogger(__name__)
# Less than the broker may take to answer; whoever waits is told to end between two of these.
SLICE_SECONDS = 1


def ring(bell: str) -> None:
    """Wake one who waits for it. Never raises: the rows are committed, and found without a bell."""
    try:
        with broker().pipeline() as commands:
            # One is enough, however long nobody hears it.
            commands.delete(bell)
            commands.rpush(bell, 1)
            commands.execute()
    except RedisError as error:
        logger.warning("could not ring %s: %s", bell, error)


def wait_a_slice(bells: Sequence[str]) -> bool:
    """Until one of them rings, a second at most. Returns whether one rang."""
    try:
        return broker().blpop(list(bells), timeout=SLICE_SECONDS) is not None
    except RedisError as error:
        logger.debug("the bell is not heard: %s", error)
        time.sleep(SLICE_SECONDS)
        return False

"""A bell that hangs in the queue once: a second one, while nobody has heard the first, is noise."""

import logging

from celery import Task
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from apps.core.broker import broker

logger = logging.getLogger(__name__)
BELL_SECONDS = 30


def ring_once(queue: str, task: "Task[..., None]", *arguments: str) -> None:
    """Send `task` to `queue`, unless that was done and not heard yet.

    Never raises: the rows are committed, and the sweep rings again when the broker is back.
    """
    try:
        if broker().set(_bell(queue), "1", nx=True, ex=BELL_SECONDS):
            task.apply_async(args=arguments, queue=queue)
    except (RedisError, OperationalError) as error:
        logger.warning("could not ring the bell of %s: %s", queue, error)


def hear(queue: str) -> None:
    """The bell of `queue` was heard and may be rung again. Raises RedisError."""
    broker().delete(_bell(queue))


def _bell(queue: str) -> str:
    return f"slipway:bell:{queue}"

"""A bell that wakes one worker: at once where one listens, else by a task of Celery, which hangs in the queue once.

A task costs some milliseconds on its way through Celery, a worker that listens one command of Redis. So a worker that
has done all there was listens for a while. Whatever is lost here, a listener that was killed say, is rung for again by
the sweep.
"""

import logging
from collections.abc import Collection, Sequence
from functools import cache

from celery import Task
from kombu.exceptions import OperationalError
from redis.commands.core import Script
from redis.exceptions import RedisError

from apps.core.broker import broker

logger = logging.getLogger(__name__)
BELL_SECONDS = 30

# Says what is to be said, and calls one listener, who is none from then on; else notes that it rang, and gives 1 where
# Celery has to be sent a task.
RING = """
if ARGV[2] then
    redis.call('PUBLISH', ARGV[2], ARGV[3])
end
local listener = redis.call('SPOP', KEYS[1])
while listener do
    if redis.call('DEL', 'slipway:listens:' .. listener) == 1 then
        redis.call('RPUSH', 'slipway:called:' .. listener, 1)
        redis.call('EXPIRE', 'slipway:called:' .. listener, ARGV[1])
        return 0
    end
    listener = redis.call('SPOP', KEYS[1])
end
redis.call('SET', KEYS[2], 1, 'EX', ARGV[1])
return redis.call('SET', KEYS[3], 1, 'NX', 'EX', ARGV[1]) and 1 or 0
"""
# Begins to listen to all queues, unless one of them has rung since it was last heard: then it is called by itself.
LISTEN = """
local rung = 0
for number = 2, #KEYS, 2 do
    rung = rung + redis.call('DEL', KEYS[number])
end
if rung > 0 then
    redis.call('RPUSH', 'slipway:called:' .. ARGV[1], 1)
    redis.call('EXPIRE', 'slipway:called:' .. ARGV[1], ARGV[3])
    return
end
redis.call('SET', 'slipway:listens:' .. ARGV[1], 1, 'PX', ARGV[2])
for number = 1, #KEYS, 2 do
    redis.call('SADD', KEYS[number], ARGV[1])
end
"""


def ring_once(queue: str, task: "Task[..., None]", *arguments: str, said: Sequence[str] = ()) -> None:
    """Call a worker that listens to `queue`; else send `task` there, unless that was done and not heard yet.

    Never raises: the rows are committed, and the sweep rings again when the broker is back.

    Args:
        said: a channel and what is published there by the same command, which saves a way to the broker.
    """
    try:
        keys = [_listeners(queue), _rang(queue), _bell(queue)]
        if _script(RING)(keys, [BELL_SECONDS, *said], broker()):
            task.apply_async(args=arguments, queue=queue)
    except (RedisError, OperationalError) as error:
        logger.warning("could not ring the bell of %s: %s", queue, error)


def hear(queue: str) -> None:
    """The task of `queue` has come, and may be sent again. Raises RedisError."""
    broker().delete(_bell(queue), _rang(queue))


def listen(queues: Collection[str], name: str, seconds: int) -> bool:
    """Wait until one of `queues` rings, at most `seconds`. Returns whether it did, now or since it was last heard.

    Args:
        name: of who listens; no other process has it.
    """
    keys = [key for queue in queues for key in (_listeners(queue), _rang(queue))]
    listens, called = f"slipway:listens:{name}", f"slipway:called:{name}"
    try:
        with broker().pipeline(transaction=False) as commands:
            # A second longer than it waits, so that nobody calls one who has gone but by mistake.
            commands.eval(LISTEN, len(keys), *keys, name, (seconds + 1) * 1000, BELL_SECONDS)
            commands.blpop(called, seconds)
            _, call = commands.execute()
        # Who was called in between is no listener any more.
        return bool(call) or not broker().delete(listens)
    except RedisError as error:
        logger.debug("the bell is not heard: %s", error)
        return False


@cache
def _script(text: str) -> Script:
    """With its digest, which is not made anew for each request."""
    return broker().register_script(text)


def _bell(queue: str) -> str:
    return f"slipway:bell:{queue}"


def _rang(queue: str) -> str:
    return f"slipway:rang:{queue}"


def _listeners(queue: str) -> str:
    return f"slipway:listeners:{queue}"

"""The broker itself: is it there?"""

from functools import cache

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from apps.core.brief import Brief
from apps.core.errors import Problem


@cache
def broker() -> "Redis":
    """One connection pool of this process that gives up after 2 s: whoever asks would rather hear no than wait."""
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2)


def ping() -> str:
    """Ask the broker. Raises RedisError when it is away."""
    broker().ping()
    return "answers"


# Of what comes in within a second after the broker went, nobody is told before it is back: it waits like all else.
_answered = Brief(1.0, ping)


def require_broker() -> None:
    """Refuse new work while nobody could be told of it. Raises Problem 503."""
    try:
        _answered.get()
    except RedisError as error:
        raise Problem(503, "The broker is away; nothing was stored. Try again shortly.", retry_after=5) from error

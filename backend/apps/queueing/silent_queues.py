"""Each worker hears a queue of its own; what Celery's transport keeps of it in the broker outlives the worker."""

from datetime import timedelta

from apps.core.broker import broker

BINDING = "_kombu.binding."


def forget_silent_queues(prefix: str, silent: timedelta) -> int:
    """Forget queues whose names begin so and to which nobody has sent anything for so long. Raises RedisError.

    Whoever sends reads the binding, and a worker that lives is sent a heartbeat every few seconds.
    """
    gone = [
        key.decode()
        for key in broker().scan_iter(f"{BINDING}{prefix}*")
        if (broker().object("idletime", key) or 0) >= silent.total_seconds()
    ]
    for key in gone:
        broker().delete(key, key.removeprefix(BINDING))
    return len(gone)

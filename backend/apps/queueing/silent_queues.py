"""Each worker hears a queue of its own; what Celery's transport keeps of it in the broker outlives the worker."""

from datetime import timedelta

from apps.core.broker import broker

BINDING = "_kombu.binding."
PERMANENT = "_kombu.binding_permanent."


def forget_silent_queues(prefix: str, silent: timedelta) -> int:
    """Forget queues whose names begin so and to which nobody has sent anything for so long. Raises RedisError.

    Whoever sends reads the binding, and a worker that lives is sent a heartbeat every few seconds.
    """
    gone = [
        key.decode().removeprefix(BINDING)
        for key in broker().scan_iter(f"{BINDING}{prefix}*")
        if (broker().object("idletime", key) or 0) >= silent.total_seconds()
    ]
    for queue in gone:
        broker().delete(f"{BINDING}{queue}", f"{PERMANENT}{queue}", queue)
    return len(gone)

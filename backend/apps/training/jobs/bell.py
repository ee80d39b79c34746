"""Wake a trainer. Named, not imported: the task itself needs all that a trainer needs."""

from celery import current_app

from apps.queueing.bell import hear, ring_once
from apps.training.models import QUEUE


def ring() -> None:
    """Once, until somebody has heard."""
    ring_once(QUEUE, current_app.signature("training.drain"))


def heard() -> None:
    """The next one may ring again. Raises RedisError."""
    hear(QUEUE)

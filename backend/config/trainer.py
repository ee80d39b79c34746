"""A trainer begins and ends: it reports itself as workers do, and takes back what its former self left half done."""

import logging

from config import connections

logger = logging.getLogger(__name__)


def start(node: str) -> None:
    """Once it listens."""
    from apps.catalogue import workers  # noqa: PLC0415 - models are loaded only now
    from apps.catalogue.models import Worker  # noqa: PLC0415
    from apps.training import bell, run  # noqa: PLC0415
    from apps.training.models import Job  # noqa: PLC0415

    connections.keep()
    workers.become(workers.Identity(node, queue=f"worker.{node}", kinds=(bell.QUEUE,)))
    left = run.release(Job.objects.filter(claimed_by=node))
    if left:
        logger.warning("took back %d jobs of this trainer's former self", left)
    workers.announce(Worker.State.READY)
    bell.ring()


def stop(node: str) -> None:
    """Nobody counts on it any more, and what it still held waits again."""
    from apps.catalogue import workers  # noqa: PLC0415 - models are loaded only now
    from apps.training import run  # noqa: PLC0415
    from apps.training.models import Job  # noqa: PLC0415

    run.release(Job.objects.filter(claimed_by__in=workers.leave(f"worker.{node}")))

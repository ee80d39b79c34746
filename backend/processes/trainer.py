"""A trainer begins and ends: it reports itself as workers do, and takes back what its former self left half done."""

import logging
import subprocess
import sys
import threading
from dataclasses import replace

from django.conf import settings

from processes import connections

logger = logging.getLogger(__name__)


def start(node: str) -> None:
    """Once it listens."""
    from apps.catalogue.models import Worker  # noqa: PLC0415
    from apps.engines import workers  # noqa: PLC0415 - models are loaded only now
    from apps.training.jobs import bell  # noqa: PLC0415
    from apps.training.jobs.claim import release  # noqa: PLC0415
    from apps.training.models import QUEUE, Job  # noqa: PLC0415

    connections.keep()
    workers.become(workers.Identity(node, queue=f"worker.{node}", kinds=(QUEUE,)))
    left = release(Job.held_by([node]))
    if left:
        logger.warning("took back %d jobs of this trainer's former self", left)
    workers.announce(Worker.State.READY)
    threading.Thread(target=tell_device, name="device", daemon=True).start()
    bell.ring()


def tell_device() -> None:
    """Report what training computes on; torch is asked in a process of its own, since this one does without it."""
    from django.db import connection  # noqa: PLC0415 - models are loaded only now

    from apps.catalogue.models import Worker  # noqa: PLC0415
    from apps.engines import workers  # noqa: PLC0415

    device = "cpu"
    if settings.SLIPWAY.device != "cpu":
        try:
            device = subprocess.run(
                [sys.executable, "-m", "ml", "device"],
                cwd=settings.BACKEND_DIR,
                check=True, capture_output=True, text=True, timeout=300,
            ).stdout.strip()[:32]  # fmt: skip
        except (OSError, subprocess.SubprocessError) as error:
            logger.warning("what training computes on is not known: %s", error)
            return
    workers.become(replace(workers.here(), device=device))
    Worker.objects.filter(name=workers.here().name).update(device=device)
    connection.close()


def stop(node: str) -> None:
    """Nobody counts on it any more, and what it still held waits again."""
    from apps.engines import workers  # noqa: PLC0415 - models are loaded only now
    from apps.training.jobs.claim import release  # noqa: PLC0415
    from apps.training.models import Job  # noqa: PLC0415

    release(Job.held_by(workers.leave(f"worker.{node}")))

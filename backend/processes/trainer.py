"""A trainer: it claims a job and does it, or else waits for the bell. No worker of Celery: a job may take days.

It reports itself as workers do, and takes back what its former self left half done.
"""

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from apps.catalogue.models import Worker
from apps.core import draining
from apps.engines import workers
from apps.training.cleanup import clean_up
from apps.training.jobs import bell
from apps.training.jobs.claim import claim, release
from apps.training.jobs.perform import AWAY, perform
from apps.training.models import Job
from apps.training.states import TRAINING
from processes import alive, connections

logger = logging.getLogger(__name__)
# A bell that is lost delays a job by no more than this.
LOOK_SECONDS = 5.0
REPORT_SECONDS = 15.0


def run(name: str) -> None:
    """Do what waits, until this process is told to end.

    Args:
        name: under which it claims jobs, and finds those of its former self.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: draining.begin())
    connections.keep()
    workers.become(workers.Identity(name, queue="", kinds=(TRAINING,)))
    try:
        _start()
        _do_jobs()
    finally:
        _leave()


def _start() -> None:
    left = release(Job.held_by([workers.here().name]))
    if left:
        logger.warning("took back %d jobs of this trainer's former self", left)
    workers.announce(Worker.State.READY)
    threading.Thread(target=_tell_device, name="device", daemon=True).start()


def _tell_device() -> None:
    """Report what training computes on; torch is asked in a process of its own, since this one does without it."""
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


def _do_jobs() -> None:
    tidy = False
    while not draining.has_begun():
        alive.note("trainer")
        try:
            close_old_connections()
            if job := claim():
                with _signs_of_life():
                    perform(job)
                tidy = False
            elif not tidy:
                with _signs_of_life():
                    clean_up()
                tidy = True
            else:
                workers.report(Worker.State.READY)
                _wait()
        except AWAY as error:
            # What was claimed waits again when its lease has run out.
            logger.warning("the database does not answer: %s", str(error).strip())
            bell.wait(LOOK_SECONDS)
        except Exception:
            # A job that cannot even be written down as failed shall not keep the others waiting.
            logger.exception("the trainer goes on with what else waits")
            bell.wait(LOOK_SECONDS)


def _wait() -> None:
    """Until a job waits, with or without a bell, or it is time to report again."""
    for _ in range(round(REPORT_SECONDS / LOOK_SECONDS)):
        if bell.wait(LOOK_SECONDS) or Job.waiting().exists():
            return


@contextmanager
def _signs_of_life() -> Iterator[None]:
    """Give them from a thread while the block does what may take days; a trainer that hangs elsewhere gives none."""
    done = threading.Event()
    threading.Thread(target=_give_signs_until, args=(done,), name="signs", daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _give_signs_until(done: threading.Event) -> None:
    while not done.wait(REPORT_SECONDS):
        alive.note("trainer")
        try:
            workers.report(Worker.State.BUSY)
        except DatabaseError as error:
            logger.warning("this trainer could not report itself: %s", str(error).strip())
        finally:
            connection.close()


def _leave() -> None:
    """Nobody counts on it any more, and what it still held waits again."""
    name = workers.here().name
    try:
        Worker.objects.filter(name=name).delete()
        release(Job.held_by([name]))
    except DatabaseError as error:
        # Its report grows old, and the lease of its job runs out.
        logger.warning("the trainer ends without saying so: %s", error)

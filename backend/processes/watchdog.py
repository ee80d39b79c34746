"""A Celery worker can go deaf: after a broker's restart it lives, is reported as online, and consumes nothing.

So each worker sends itself a heartbeat through the broker. When the broker took the message, no task is running, and
yet nothing was heard for a minute, the worker ends itself and its supervisor starts a new one.
"""

import logging
import multiprocessing
import os
import signal
import threading
import time

from celery import Celery
from kombu.exceptions import OperationalError

from processes import alive

logger = logging.getLogger(__name__)
SEND_SECONDS = 15.0
DEAF_SECONDS = 60.0
# A worker that has just started should be known to be alive soon.
FIRST_SECONDS = 2.0


class Hearing:
    """What the computing child last heard, shared with the parent that watches it (both clocks are the machine's)."""

    def __init__(self) -> None:
        self._heard = multiprocessing.Value("d", time.monotonic(), lock=False)
        self._busy = multiprocessing.Value("i", 0, lock=False)
        self._ever = multiprocessing.Value("i", 0, lock=False)

    def begins(self) -> None:
        """A task has arrived."""
        self._heard.value = time.monotonic()
        self._busy.value = self._ever.value = 1

    def ends(self) -> None:
        """A task is done."""
        self._heard.value = time.monotonic()
        self._busy.value = 0

    def is_deaf(self, sent_at: float) -> bool:
        """Whether something that was sent at `sent_at` should have arrived long ago, and nothing has since."""
        waited = time.monotonic() - sent_at
        return not self._busy.value and self._heard.value < sent_at and waited > DEAF_SECONDS

    def is_busy(self) -> bool:
        """Whether a task is running; a worker hears nothing meanwhile."""
        return bool(self._busy.value)

    def heard_since(self, sent_at: float) -> bool:
        """Whether anything arrived after `sent_at`."""
        return bool(self._heard.value >= sent_at)

    def has_heard(self) -> bool:
        """Whether anything arrived since the worker started: it has loaded its models and listens."""
        return bool(self._ever.value)


def watch(app: Celery, queue: str, hearing: Hearing) -> None:
    """Send heartbeats from a thread of the parent process, for as long as it lives."""
    threading.Thread(target=_send_for_ever, args=(app, queue, hearing), name="hearing", daemon=True).start()


def _send_for_ever(app: Celery, queue: str, hearing: Hearing) -> None:
    sent_at: float | None = None
    while True:
        sent_at = _send(app, queue, hearing, sent_at)
        if sent_at is not None and hearing.is_deaf(sent_at):
            sentence = f"Heard nothing for {DEAF_SECONDS:.0f} s although the broker answers."
            logger.error("%s This worker ends itself.", sentence)
            alive.note("worker", sentence)
            os.kill(os.getpid(), signal.SIGTERM)
            return
        if hearing.has_heard():
            alive.note("worker")
        time.sleep(SEND_SECONDS if hearing.has_heard() else FIRST_SECONDS)


def _send(app: Celery, queue: str, hearing: Hearing, sent_at: float | None) -> float | None:
    """Send a heartbeat. Returns when the one that is still to arrive was sent, None while none can be sent."""
    if hearing.is_busy():
        return sent_at
    try:
        app.send_task("predictions.heartbeat", queue=queue, expires=SEND_SECONDS)
    except (OSError, OperationalError):
        # A broker that is away makes nobody deaf.
        return None
    return time.monotonic() if sent_at is None or hearing.heard_since(sent_at) else sent_at

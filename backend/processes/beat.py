"""Celery beat as Slipway runs it: every tick is a sign of life, and a full disk does not end it.

Its process sends webhooks as well, and does not outlive what sends them.
"""

import dbm
import logging
import sys
from collections.abc import Callable
from typing import Any

from celery.beat import PersistentScheduler, ScheduleEntry, SchedulingError
from celery.signals import beat_init
from kombu import Producer

from apps.alerts.evaluate import evaluate
from apps.alerts.letters import send_due
from apps.audit.sweep import sweep
from apps.drift.look import look as look_for_drift
from apps.monitoring.looks import look
from apps.monitoring.roll_up import roll_up
from processes import alive, rounds

logger = logging.getLogger(__name__)


@beat_init.connect
def begin(**_: object) -> None:
    """What must go on where no worker is."""
    rounds.begin(
        [
            rounds.Round("audit", 5.0, sweep),
            rounds.Round("alerts", 5.0, evaluate),
            rounds.Round("mail", 5.0, send_due),
            rounds.Round("drift", 10.0, look_for_drift),
            rounds.Round("figures of the queue", 5.0, look),
            rounds.Round("figures of what ended", 5.0, roll_up),
        ]
    )


class Scheduler(PersistentScheduler):
    """Remembers in the data dir when each task last ran."""

    # What is wrong with the rest of this process, as a sentence; set before Celery makes the one of this class.
    complaint: Callable[[], str] = staticmethod(str)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """One look at the schedule. Returns the seconds until the next."""
        seconds: float = super().tick(*args, **kwargs)
        if complaint := self.complaint():
            # Whoever started this process starts it again.
            sys.exit(complaint)
        alive.note("scheduler")
        return seconds

    def apply_entry(self, entry: ScheduleEntry, producer: Producer | None = None) -> None:
        """Send one task. While the broker is away that is one line of the log, not a stack trace every few seconds."""
        try:
            self.apply_async(entry, producer=producer, advance=False)
        except SchedulingError as error:
            logger.warning("%s", error)

    def sync(self) -> None:
        """Write down when each task last ran."""
        try:
            super().sync()
        except dbm.error as error:  # among them OSError
            logger.warning("the times of the schedule could not be written down: %s", error)

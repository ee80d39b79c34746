"""Sends what is due, until its process is told to end. Its one thread makes the statements, others the requests."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial
from typing import Self

import httpx2
from django.db import InterfaceError, OperationalError, connection

from apps.webhooks import bell
from apps.webhooks.claim import claim, release
from apps.webhooks.models import Delivery
from apps.webhooks.record import record
from apps.webhooks.send import Outcome, client, send
from apps.webhooks.tidy import tidy

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 16
# What is due by the clock, and what a bell was lost of, waits no longer than that.
LOOK_SECONDS = 5.0
# While something is being sent it is looked that often for more.
BUSY_LOOK_SECONDS = 0.25
SWEEP_SECONDS, TIDY_SECONDS = 15.0, 3600.0
# A turn takes as long as a look, or as the database lets it wait.
STUCK_SECONDS = 60.0
AGAIN_SECONDS = 2.0
# No connection, a lock that is held too long, a full disk: all of it passes.
AWAY = (OperationalError, InterfaceError)


class Courier:
    """A thread of a process, which asks it for its `complaint` now and then.

    Args:
        name: under which it claims, and finds what its former self was sending.
    """

    def __init__(self, name: str) -> None:
        self._name, self._told_to_end = name, threading.Event()
        self._sending: dict[Future[Outcome], Delivery] = {}
        self._turned_at = self._swept_at = self._tidied_at = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """What is being sent is sent to its end, which takes 15 s at most and some more for a name."""
        self._told_to_end.set()
        self._thread.join()

    def complaint(self) -> str:
        """What is wrong with it, as a sentence; empty where nothing is."""
        if not self._thread.is_alive():
            return "Nothing sends webhooks any more; the log says why."
        silent = time.monotonic() - self._turned_at
        return f"What sends webhooks has stood still for {silent:.0f} s." if silent > STUCK_SECONDS else ""

    def _run(self) -> None:
        with client() as asking, ThreadPoolExecutor(MOST_AT_ONCE, "webhook") as threads:
            self._patiently(lambda: release(Delivery.held_by([self._name])))
            while self._sending or not self._told_to_end.is_set():
                self._turned_at = time.monotonic()
                if not self._told_to_end.is_set():
                    self._patiently(partial(self._take, asking, threads))
                    self._patiently(self._tidy_up)
                self._wait()
        connection.close()

    def _take(self, asking: httpx2.Client, threads: ThreadPoolExecutor) -> None:
        while len(self._sending) < MOST_AT_ONCE:
            delivery = claim(self._name, self._sending.values())
            if delivery is None:
                return
            self._sending[threads.submit(send, asking, delivery)] = delivery

    def _tidy_up(self) -> None:
        if self._turned_at - self._swept_at > SWEEP_SECONDS:
            self._swept_at = self._turned_at
            release(Delivery.expired())
        if self._turned_at - self._tidied_at > TIDY_SECONDS:
            self._tidied_at = self._turned_at
            tidy()

    def _wait(self) -> None:
        """For an answer where something is being sent, else for the bell."""
        if not self._sending:
            ends = time.monotonic() + LOOK_SECONDS
            while not (self._told_to_end.is_set() or time.monotonic() > ends or bell.wait()):
                pass
            return
        done, _ = wait(self._sending, BUSY_LOOK_SECONDS, FIRST_COMPLETED)
        for future in done:
            self._patiently(partial(record, self._sending.pop(future), _outcome_of(future)))

    def _patiently(self, do: Callable[[], object]) -> None:
        """Go on when the database is back; what was claimed meanwhile is sent again when its lease is over."""
        try:
            do()
        except AWAY as error:
            logger.warning("webhooks wait for the database: %s", str(error).strip())
            connection.close()
            time.sleep(AGAIN_SECONDS)


def _outcome_of(future: Future[Outcome]) -> Outcome:
    """One that nobody has foreseen is an end, too: else it would be met again and again, and nothing else be sent."""
    if error := future.exception():
        logger.error("a delivery could not be sent", exc_info=error)
        return Outcome(seconds=0, error="It could not be sent; the log of the scheduler says why.")
    return future.result()

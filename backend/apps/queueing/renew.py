"""Signs of life from a thread: leases do not run out while their rows are worked on."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db import Error as DatabaseError
from django.db.models import QuerySet

from apps.queueing.models import Leased, lease_end

logger = logging.getLogger(__name__)


@contextmanager
def renewed(rows: Callable[[], QuerySet[Leased]]) -> Iterator[None]:
    """Renew the leases of `rows` until the block ends or this process does.

    So what a vanished process held waits again soon, however long the work may take.
    """
    with repeated(lambda: rows().update(lease_expires_at=lease_end()), settings.SLIPWAY.lease_seconds / 4):
        yield


@contextmanager
def repeated(sign: Callable[[], object], seconds: float) -> Iterator[None]:
    """Write a sign of life every so many seconds, from a thread, until the block ends or this process does."""
    given = _Sign(sign, seconds, time.monotonic() + seconds)
    _signs.add(given)
    try:
        yield
    finally:
        _signs.remove(given)


@dataclass(eq=False, slots=True)
class _Sign:
    write: Callable[[], object]
    seconds: float
    due: float


class _Signs:
    """All of this process, written by one thread: to start one for each batch costs more than most batches last."""

    def __init__(self) -> None:
        self._given: list[_Sign] = []
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._shortest = float("inf")

    def add(self, sign: _Sign) -> None:
        with self._changed:
            self._given.append(sign)
            # The thread looks at least that often, so that it need not be woken for most signs.
            if sign.seconds < self._shortest:
                self._shortest = sign.seconds
                self._changed.notify()
            # There is none in a process that was forked off.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._write_what_is_due, name="signs-of-life", daemon=True)
                self._thread.start()

    def remove(self, sign: _Sign) -> None:
        with self._changed:
            self._given.remove(sign)

    def _write_what_is_due(self) -> None:
        while True:
            with self._changed:
                next_due = min((sign.due for sign in self._given), default=float("inf"))
                self._changed.wait(min(next_due - time.monotonic(), self._shortest))
                due = [sign for sign in self._given if sign.due <= time.monotonic()]
            for sign in due:
                _write(sign)


def _write(sign: _Sign) -> None:
    try:
        sign.write()
    except DatabaseError as error:
        logger.warning("a sign of life was not written: %s", error)
    finally:
        connection.close()
        # Made anew each time: what was made while a drill leads this process to a database of its own stays there.
        del connections[DEFAULT_DB_ALIAS]
        sign.due = time.monotonic() + sign.seconds


_signs = _Signs()

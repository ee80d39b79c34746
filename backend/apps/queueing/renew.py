"""Signs of life from a thread: leases do not run out while their rows are worked on."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.models import QuerySet

from apps.queueing.models import Leased, lease_end

logger = logging.getLogger(__name__)


@contextmanager
def renewed(rows: QuerySet[Leased]) -> Iterator[None]:
    """Renew the leases of `rows` until the block ends or this process does.

    So what a vanished process held waits again soon, however long the work may take.
    """
    with repeated(lambda: rows.update(lease_expires_at=lease_end()), settings.SLIPWAY.lease_seconds / 4):
        yield


@contextmanager
def repeated(sign: Callable[[], object], seconds: float) -> Iterator[None]:
    """Write a sign of life every so many seconds, from a thread, until the block ends or this process does."""
    done = threading.Event()
    threading.Thread(target=_repeat, args=(sign, seconds, done), name="sign-of-life", daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _repeat(sign: Callable[[], object], seconds: float, done: threading.Event) -> None:
    while not done.wait(seconds):
        try:
            sign()
        except DatabaseError as error:
            logger.warning("a sign of life was not written: %s", error)
        finally:
            connection.close()

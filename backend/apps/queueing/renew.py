"""Keep leases from running out while their rows are worked on."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.models import QuerySet

from apps.queueing.models import Leased, lease_end

logger = logging.getLogger(__name__)


@contextmanager
def renewed(rows: QuerySet[Leased]) -> Iterator[None]:
    """Renew the leases of `rows` from a thread, until the block ends or this process does.

    So what a vanished process held waits again soon, however long the work may take.
    """
    done = threading.Event()
    threading.Thread(target=_renew, args=(rows, done), name="lease", daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _renew(rows: QuerySet[Leased], done: threading.Event) -> None:
    while not done.wait(settings.SLIPWAY.lease_seconds / 4):
        try:
            rows.update(lease_expires_at=lease_end())
        except DatabaseError as error:
            logger.warning("leases were not renewed: %s", error)
        finally:
            connection.close()

"""A claim is a lease: it holds for SLIPWAY_LEASE_SECONDS and is renewed for as long as its batch runs.

So what a vanished worker held waits again soon, however long a batch may take.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from apps.predictions.models import Prediction, Status

logger = logging.getLogger(__name__)


def runs_out() -> datetime:
    """When a lease that begins now ends."""
    return timezone.now() + timedelta(seconds=settings.SLIPWAY.lease_seconds)


@contextmanager
def held(batch: Sequence[Prediction]) -> Iterator[None]:
    """Renew the leases of a claimed batch from a thread, until the block ends or this process does."""
    done = threading.Event()
    threading.Thread(target=_renew, args=(batch, done), name="lease", daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _renew(batch: Sequence[Prediction], done: threading.Event) -> None:
    attempt = batch[0].attempt  # a batch has one
    rows = Prediction.objects.filter(pk__in=[row.pk for row in batch], status=Status.PROCESSING, attempt=attempt)
    while not done.wait(settings.SLIPWAY.lease_seconds / 4):
        try:
            rows.update(lease_expires_at=runs_out())
        except DatabaseError as error:
            logger.warning("the leases of %d predictions were not renewed: %s", len(batch), error)
        finally:
            connection.close()

"""A worker process begins and ends, and what is tidied up every hour."""

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from apps.catalogue.bundles import forget_copies
from apps.catalogue.models import Worker
from apps.core.errors import StorageAway
from apps.engines import workers
from apps.engines.engines import load_production
from apps.live import events
from apps.predictions import counters
from apps.predictions.finish import release
from apps.predictions.models import IdempotencyKey, Prediction
from apps.uploads.copies import remove_left_behind
from apps.uploads.store import remove_orphans

logger = logging.getLogger(__name__)
OLD = timedelta(hours=1)


def start() -> None:
    """A worker process begins: load and warm its engines, and take back what its former self left half done."""
    kinds = settings.SLIPWAY.worker_kinds
    workers.announce(Worker.State.STARTING)
    left = release(Prediction.held_by([workers.here().name]))
    if left:
        logger.warning("took back %d predictions of this worker's former self", left)
    try:
        load_production(kinds)
    except StorageAway as error:
        logger.warning("the models are loaded when they are needed: %s", error)
    workers.announce(Worker.State.READY)


def stop(queue: str) -> None:
    """The worker that listens to `queue` ends: nobody counts on it any more, and what it still held waits again."""
    release(Prediction.held_by(workers.leave(queue)))


def tidy() -> None:
    """Drop what is no longer needed: old events and keys, reports of workers long gone, files without a row."""
    events.trim(settings.SLIPWAY.event_days)
    IdempotencyKey.objects.filter(created_at__lt=timezone.now() - timedelta(hours=24)).delete()
    workers.forget_old()
    counters.fold()
    remove_left_behind(OLD)
    forget_copies()
    try:
        orphans = remove_orphans(OLD)
    except StorageAway as error:
        logger.warning("files that no row names stay for now: %s", error)
        return
    if orphans:
        logger.info("removed %d files that no row named", orphans)

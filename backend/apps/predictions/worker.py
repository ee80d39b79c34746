"""A worker process begins and ends, and what is tidied up every hour."""

import logging
from datetime import timedelta
from typing import cast

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from redis.exceptions import RedisError

from apps.catalogue.bundles import forget_copies
from apps.catalogue.models import Worker
from apps.core import memory
from apps.core.broker import broker
from apps.core.errors import StorageAway
from apps.engines import standby, workers
from apps.live.trim import trim
from apps.predictions import counters
from apps.predictions.finish import release
from apps.predictions.models import IdempotencyKey, Prediction
from apps.queueing.silent_queues import forget_silent_queues
from apps.uploads.copies import remove_left_behind
from apps.uploads.store import remove_orphans

logger = logging.getLogger(__name__)
OLD = timedelta(hours=1)
ORPHANS_AFTER, ORPHANS_SECONDS = "slipway:orphans-after", 120.0


def start() -> None:
    """A worker process begins: load and warm its engines, and take back what its former self left half done."""
    kinds = settings.SLIPWAY.worker_kinds
    workers.announce(Worker.State.STARTING)
    if why := memory.why_lost():
        logger.error("a process of this worker was ended by the kernel: %s", why)
    release(Prediction.held_by([workers.here().name]), why)
    try:
        standby.hold_ready(kinds)
    except StorageAway as error:
        logger.warning("the models are loaded when they are needed: %s", error)
    workers.announce(Worker.State.READY)


def stop(queue: str) -> None:
    """The worker that listens to `queue` ends: nobody counts on it any more, and what it still held waits again."""
    release(Prediction.held_by(workers.leave(queue)))


def tidy() -> None:
    """Drop what is no longer needed: old events, keys and sessions, what workers left behind, files without a row."""
    trim(settings.SLIPWAY.event_days)
    IdempotencyKey.objects.filter(created_at__lt=timezone.now() - timedelta(hours=24)).delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    workers.forget_old()
    counters.fold()
    remove_left_behind(OLD)
    forget_copies()
    try:
        forget_silent_queues("worker.", workers.FORGOTTEN)
        _remove_orphans()
    except StorageAway as error:
        logger.warning("files that no row names stay for now: %s", error)
    except RedisError as error:
        logger.warning("the broker is away, what is left to tidy waits an hour: %s", error)


def _remove_orphans() -> None:
    """Go on where the last hour stopped: to list millions of files takes longer than a task may."""
    after = cast("bytes | None", broker().get(ORPHANS_AFTER)) or b""
    removed, reached = remove_orphans(OLD, after=after.decode(), seconds=ORPHANS_SECONDS)
    broker().set(ORPHANS_AFTER, reached)
    if removed:
        logger.info("removed %d files that no row named", removed)

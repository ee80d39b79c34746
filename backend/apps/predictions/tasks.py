"""Celery's doors. The table is the queue; a task is only the bell that somebody should look at it."""

import logging
import time
from collections.abc import Collection, Iterable, Sequence
from typing import cast

from celery import shared_task
from django.conf import settings
from redis.exceptions import RedisError

from apps.catalogue.models import Worker
from apps.core import draining
from apps.core.broker import broker
from apps.engines import engines, workers
from apps.live.publish import CHANNEL, Published, payload_of, publish
from apps.predictions import finish, remove, run, trash, worker
from apps.predictions.beside import Threads
from apps.predictions.selectors import kinds_waiting
from apps.queueing.bell import hear, listen, ring_once
from ml.kinds import KINDS

logger = logging.getLogger(__name__)
SLICE_SECONDS = 20.0
LINGER_SECONDS = 4.0
LISTEN_SECONDS = 1
REMOVE_SECONDS = 2.0
SWEPT = "slipway:swept"


def ring(kinds: Iterable[str]) -> None:
    """Wake one worker per kind, unless one was woken and has not come yet. Never raises."""
    for kind in kinds:
        ring_once(kind, drain, kind)


def tell_and_ring(kinds: Collection[str], events: Sequence[Published]) -> None:
    """The same, and publish events, by the first ring where there is one."""
    if not kinds:
        publish(events)
        return
    said: Sequence[str] = (CHANNEL, payload_of(events))
    for kind in kinds:
        ring_once(kind, drain, kind, said=said)
        said = ()


@shared_task(name="predictions.drain")
def drain(kind: str) -> None:
    """Answer what waits, of every kind that this worker serves, and what comes soon after.

    A long queue is served in slices, and listening ends sooner: sweep and heartbeat wait for the end of this task.
    """
    hear(kind)
    kinds, began = settings.SLIPWAY.worker_kinds, time.monotonic()
    with Threads() as threads:
        left = run.drain(kinds, seconds=SLICE_SECONDS, wake=ring, threads=threads)
        while not left and _may_listen(began) and listen(kinds, workers.here().name, LISTEN_SECONDS):
            left = run.drain(kinds, seconds=began + SLICE_SECONDS - time.monotonic(), wake=ring, threads=threads)
    if left:
        ring(kinds_waiting(kinds))


def _may_listen(began: float) -> bool:
    return not draining.has_begun() and time.monotonic() < began + LINGER_SECONDS


@shared_task(name="predictions.sweep")
def sweep() -> None:
    """Every few seconds, by any worker: take back expired leases, ring for what waits of all kinds, empty the trash."""
    _note_sweep()
    finish.release_expired()
    ring(kinds_waiting(KINDS))
    trash.empty()


def _note_sweep() -> None:
    """In the broker, since a row every five seconds would be a write lock on SQLite every five seconds."""
    try:
        broker().set(SWEPT, str(time.time()))
    except RedisError as error:
        logger.warning("the sweep could not be noted: %s", error)


def last_sweep() -> float:
    """When the schedule last reached a worker, seconds since 1970; 0 where it is not known. Raises RedisError."""
    return float(cast("bytes | None", broker().get(SWEPT)) or 0)


@shared_task(name="predictions.heartbeat")
def heartbeat() -> None:
    """Sent by each worker to its own queue: whoever runs it is not deaf, and at rest."""
    workers.report(Worker.State.READY)
    engines.rest()


@shared_task(name="predictions.remove_old")
def remove_old() -> None:
    """Every minute, where predictions are not kept for ever; what waits meanwhile waits no longer than that takes."""
    remove.remove_old(settings.SLIPWAY.prediction_days, REMOVE_SECONDS)


@shared_task(name="predictions.tidy")
def tidy() -> None:
    """Every hour."""
    worker.tidy()

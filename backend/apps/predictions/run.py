"""Claim a batch, infer, persist, publish.

A claim is a lease with a fence: `attempt` rises at each claim, and a result is written only where the row still carries
the attempt that was claimed. So a worker that was thought dead cannot overwrite the answer of its successor.
"""

import logging
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.catalogue import workers
from apps.catalogue.bundles import forget_copies
from apps.catalogue.engines import engine_for, load_production
from apps.catalogue.models import Version, Worker
from apps.catalogue.speed import note_speed
from apps.core import draining
from apps.core.storage import StorageAway, media
from apps.live import events
from apps.predictions import lease
from apps.predictions.models import IdempotencyKey, Prediction, Status
from apps.predictions.selectors import with_parts
from apps.predictions.serializers import many_to_json
from apps.predictions.tally import count_batch, count_ended
from apps.uploads.copies import local_copies, remove_left_behind
from apps.uploads.store import remove_orphans
from ml.errors import BadInput, BundleError, DeviceError
from ml.types import Classification, Item, Output, Result

logger = logging.getLogger(__name__)
LAST_ATTEMPT = 3
SECONDS_OF_SOUND = 120.0
OLD = timedelta(hours=1)
GONE = BadInput("file_missing", "The file is no longer in storage.")
Outcome = Result | BadInput


def drain(kinds: Collection[str], *, seconds: float, wake: Callable[[Collection[str]], None]) -> bool:
    """Answer waiting predictions, oldest first, until none waits, `seconds` have passed or this worker shall end.

    `wake` is told the kinds that still wait after each claim, so that idle colleagues join in.
    Returns whether anything is left waiting that should be rung for: not while the storage is away, when the sweep asks
    often enough.
    """
    deadline = time.monotonic() + seconds
    while not draining.has_begun() and media().usable() and (batch := claim_batch(kinds)):
        wake(kinds_waiting(kinds))
        workers.report(Worker.State.BUSY)
        if not answer(batch):
            break
        workers.report(Worker.State.READY, items=len(batch))
        if time.monotonic() > deadline:
            return bool(kinds_waiting(kinds))
    workers.report(Worker.State.READY)
    return draining.has_begun() and bool(kinds_waiting(kinds))


def kinds_waiting(kinds: Collection[str]) -> set[str]:
    """Those of `kinds` of which something waits."""
    return {kind for kind in kinds if Prediction.objects.filter(status=Status.QUEUED, kind=kind).exists()}


def claim_batch(kinds: Collection[str]) -> list[Prediction]:
    """Take the oldest waiting rows of one model version, as many as one batch may cost.

    A row that was claimed before is taken alone: if it is what killed the worker, it now harms no neighbour.
    """
    with transaction.atomic():
        queue = Prediction.objects.filter(status=Status.QUEUED, kind__in=kinds).order_by("created_at", "id")
        queue = queue.select_for_update(skip_locked=True, of=("self",)).select_related("upload", "version__model")
        first = queue.first()
        if first is None:
            return []
        limit = 1 if first.attempt else settings.SLIPWAY.batch_items
        same = queue.filter(version_id=first.version_id, attempt=first.attempt)[:limit]
        batch = [first] if first.attempt else _affordable(list(same))
        _lease(batch)
    return batch


def _affordable(rows: Sequence[Prediction]) -> list[Prediction]:
    """The first rows whose sound together is short enough to keep others waiting not too long; at least one."""
    chosen: list[Prediction] = []
    seconds = 0.0
    for row in rows:
        seconds += row.upload.duration or 0.0
        if chosen and seconds > SECONDS_OF_SOUND:
            break
        chosen.append(row)
    return chosen


def _lease(batch: Sequence[Prediction]) -> None:
    now = timezone.now()
    for row in batch:
        row.status = Status.PROCESSING
        row.attempt += 1
        row.claimed_by = workers.here().name
        row.lease_expires_at = lease.runs_out()
        row.started_at = now
        row.queue_time = (now - row.created_at).total_seconds()
    fields = ["status", "attempt", "claimed_by", "lease_expires_at", "started_at", "queue_time"]
    Prediction.objects.bulk_update(batch, fields)
    tell(batch)


class TimeUp(BaseException):
    """The batch has run longer than SLIPWAY_BATCH_TIMEOUT. No `except Exception` on the way may swallow it."""


def time_is_up(*_: object) -> None:
    """The signal handler of a computing process."""
    raise TimeUp


def answer(batch: Sequence[Prediction]) -> bool:
    """Infer and finish. When the time is up each row is tried once more alone; a row that was alone has failed.

    Returns whether to go on: not when the storage is away, and all rows wait again.
    """
    try:
        with lease.held(batch):
            outcomes = infer(batch)
    except StorageAway as error:
        logger.warning("%d predictions wait again: %s", len(batch), error)
        give_back(batch)
        return False
    except TimeUp:
        if len(batch) > 1:
            # Behind the fence: what a colleague has claimed meanwhile stays the colleague's.
            release(with_parts().filter(pk__in=[row.pk for row in batch], attempt=batch[0].attempt))
            return True
        outcomes = [BadInput("timeout", "The model took longer than SLIPWAY_BATCH_TIMEOUT allows.")]
    finish(batch, outcomes)
    return True


def infer(batch: Sequence[Prediction]) -> list[Outcome]:
    """One outcome per row, whatever is wrong with its file. Raises StorageAway while nothing can be read."""
    with local_copies([row.upload for row in batch]) as paths:
        items = [Item(path, row.options) for row, path in zip(batch, paths, strict=True) if path]
        outcomes = iter(_predict(batch[0].version, items))
        return [next(outcomes) if path else GONE for path in paths]


def _predict(version: Version, items: Sequence[Item]) -> list[Outcome]:
    """One outcome per item: a bug or a broken bundle fails the rows, not the worker."""
    try:
        return list(engine_for(version).predict_many(items))
    except StorageAway:
        raise
    except (BundleError, DeviceError) as error:
        logger.exception("engine of %s", version)
        return [BadInput("model_failed", str(error))] * len(items)
    except Exception:
        logger.exception("batch of %s", version)
        return [BadInput("model_failed", "The model failed on this file; the worker's log says how.")] * len(items)


def finish(batch: Sequence[Prediction], outcomes: Sequence[Outcome]) -> list[Prediction]:
    """Write the outcomes where the fence still stands, count and publish them. Returns the rows that were written."""
    claimed = {row.pk: (row.attempt, outcome) for row, outcome in zip(batch, outcomes, strict=True)}
    now = timezone.now()
    with transaction.atomic():
        rows = _locked(with_parts().filter(pk__in=claimed, status=Status.PROCESSING))
        standing = [row for row in rows if row.attempt == claimed[row.pk][0]]
        for row in standing:
            _end(row, claimed[row.pk][1], now)
        # Everywhere the locks are taken in the order predictions, tallies, streams.
        count_batch(batch[0].kind, len(batch))
        _note_speed(batch[0].version_id, outcomes)
        _save_ended(standing)
    return standing


def _note_speed(version_id: int, outcomes: Sequence[Outcome]) -> None:
    timings = [outcome.timing for outcome in outcomes if isinstance(outcome, Result)]
    if timings:
        seconds = sum(one.preprocess + one.predict / one.batch_size + one.postprocess for one in timings)
        note_speed(version_id, seconds / len(timings))


def _locked(rows: QuerySet[Prediction]) -> list[Prediction]:
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def _end(row: Prediction, outcome: Outcome, now: datetime) -> None:
    row.lease_expires_at = None
    row.completed_at = now
    row.total_time = (now - row.created_at).total_seconds()
    if isinstance(outcome, BadInput):
        row.status, row.error_code, row.error_detail = Status.FAILED, outcome.code, outcome.detail
        return
    row.status = Status.SUCCEEDED
    row.output = asdict(outcome.output)
    row.search = f"{row.upload.name} {_words(outcome.output)}".lower()
    row.preprocess_time = outcome.timing.preprocess
    row.predict_time = outcome.timing.predict
    row.postprocess_time = outcome.timing.postprocess
    row.batch_size = outcome.timing.batch_size


def _words(output: Output) -> str:
    """What a person would search an answer by: the best label, or the text."""
    if isinstance(output, Classification):
        return output.labels[0].label if output.labels else ""
    return output.text


def _save_ended(rows: Sequence[Prediction]) -> None:
    fields = (
        "status", "output", "error_code", "error_detail", "lease_expires_at", "completed_at", "total_time",
        "preprocess_time", "predict_time", "postprocess_time", "batch_size", "search",
    )  # fmt: skip
    Prediction.objects.bulk_update(rows, fields)
    count_ended(rows)
    tell(rows)


def tell(rows: Sequence[Prediction]) -> None:
    """Record the rows as they are now for their owners, in the running transaction."""
    bodies = many_to_json(rows)
    events.record(
        events.News(row.owner_id, "prediction.updated", row.pk, body) for row, body in zip(rows, bodies, strict=True)
    )


def release(rows: QuerySet[Prediction]) -> int:
    """Put claimed rows back into the queue; one that was lost for the third time is quarantined. Returns how many."""
    now = timezone.now()
    with transaction.atomic():
        lost = _locked(rows.filter(status=Status.PROCESSING))
        poison = [row for row in lost if row.attempt >= LAST_ATTEMPT]
        again = [row for row in lost if row.attempt < LAST_ATTEMPT]
        for row in poison:
            detail = f"A worker was lost {row.attempt} times while it worked on this file. It will not be tried again."
            _end(row, BadInput("quarantined", detail), now)
        _save_ended(poison)
        _queue_again(again)
    return len(lost)


def _queue_again(rows: Sequence[Prediction]) -> None:
    for row in rows:
        row.status, row.claimed_by, row.lease_expires_at = Status.QUEUED, "", None
    Prediction.objects.bulk_update(rows, ["status", "claimed_by", "lease_expires_at", "attempt"])
    tell(rows)


def give_back(batch: Sequence[Prediction]) -> None:
    """Put back what this worker could not even begin. The attempt does not count, and nobody else holds it."""
    claimed = {row.pk: row.attempt for row in batch}
    with transaction.atomic():
        rows = _locked(with_parts().filter(pk__in=claimed, status=Status.PROCESSING))
        standing = [row for row in rows if row.attempt == claimed[row.pk]]
        for row in standing:
            row.attempt -= 1
        _queue_again(standing)


def release_expired() -> int:
    """Take back what a vanished worker held longer than its lease."""
    return release(with_parts().filter(lease_expires_at__lt=timezone.now()))


def start_worker() -> None:
    """A worker process begins: load and warm its engines, and take back what its former self left half done."""
    kinds = settings.SLIPWAY.worker_kinds
    workers.announce(Worker.State.STARTING)
    left = release(with_parts().filter(claimed_by=workers.here().name))
    if left:
        logger.warning("took back %d predictions of this worker's former self", left)
    try:
        load_production(kinds)
    except StorageAway as error:
        logger.warning("the models are loaded when they are needed: %s", error)
    workers.announce(Worker.State.READY)


def stop_worker(queue: str) -> None:
    """The worker that listens to `queue` ends: nobody counts on it any more, and what it still held waits again."""
    release(with_parts().filter(claimed_by__in=workers.leave(queue)))


def tidy() -> None:
    """Drop what is no longer needed: old events and keys, reports of workers long gone, files without a row."""
    events.trim(settings.SLIPWAY.event_days)
    IdempotencyKey.objects.filter(created_at__lt=timezone.now() - timedelta(hours=24)).delete()
    workers.forget_old()
    remove_left_behind(OLD)
    forget_copies()
    try:
        orphans = remove_orphans(OLD)
    except StorageAway as error:
        logger.warning("files that no row names stay for now: %s", error)
        return
    if orphans:
        logger.info("removed %d files that no row named", orphans)

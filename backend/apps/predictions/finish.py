"""How a claimed prediction ends: with an answer, with a failure, or back in the queue."""

import logging
import time
import traceback
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from pydantic import TypeAdapter

from apps.catalogue.models import Version
from apps.catalogue.thresholds import thresholds_of
from apps.core.statements import save_fields
from apps.engines.speed import note_speed
from apps.predictions.answers import words_to_find
from apps.predictions.counters import count_ended
from apps.predictions.hooks import tell_webhooks
from apps.predictions.log import log
from apps.predictions.models import Prediction, Status
from apps.predictions.notify import notify
from apps.predictions.selectors import with_parts
from apps.predictions.sure import to_keep
from apps.predictions.trace import trace
from apps.predictions.trials import tell_ended
from apps.queueing.release import release as release_leases
from ml.errors import BadInput
from ml.types import Output, Result

OUTPUT: TypeAdapter[Output] = TypeAdapter(Output)
SPEED_SECONDS = 1.0
TRACEBACK_CHARS = 8000
ENDED = (
    "status", "output", "error_code", "error_detail", "lease_expires_at", "completed_at", "search", "queue_time",
    "preprocess_time", "predict_time", "postprocess_time", "total_time", "batch_size", "traits",
)  # fmt: skip
_speed_noted: dict[int, float] = {}
FailureCode = Literal["timeout", "quarantined", "file_missing"]


@dataclass(frozen=True, slots=True)
class Failure:
    """The queue's own endings: no fault of the file or the model was found."""

    code: FailureCode
    detail: str


Outcome = Result | BadInput | Failure


class _Lost(Exception):
    """Of a batch that was to be written some rows are no longer held."""


def finish(batch: Sequence[Prediction], outcomes: Sequence[Outcome], *, claimed: int | None = None) -> list[Prediction]:
    """Write the outcomes where the fence still stands, count and publish them. Returns the rows that were written.

    Args:
        claimed: how many were claimed together, for the count of batches; 0 before the last of them. None: these.
    """
    outcome_of = {row.pk: outcome for row, outcome in zip(batch, outcomes, strict=True)}
    # The rows are as they were claimed: nobody else may change what is held, but end it.
    held = sorted(batch, key=attrgetter("pk"))
    batches = [] if claimed == 0 else [(batch[0].kind, claimed or len(batch))]
    try:
        with transaction.atomic():
            _finish(batch, held, outcome_of, batches)
    except _Lost:
        with transaction.atomic():
            held = Prediction.lock_held(batch)
            _finish(batch, held, outcome_of, batches)
    return held


def _finish(
    batch: Sequence[Prediction],
    held: Sequence[Prediction],
    outcome_of: Mapping[UUID, Outcome],
    batches: Sequence[tuple[str, int]],
) -> None:
    """Write the rows of a batch that are held. Raises _Lost where one of them is not."""
    now, outcomes = timezone.now(), outcome_of.values()
    for row in held:
        _end(row, outcome_of[row.pk], now)
    if save_fields(held, _changed(outcomes), only=Prediction.still_held(batch[0].attempt)) < len(held):
        raise _Lost
    _note_speed(batch[0].version, outcomes)
    _tell_ended(held, batches=batches)


def _changed(outcomes: Collection[Outcome]) -> tuple[str, ...]:
    """The fields to write: those of all, and what only few outcomes have."""
    unused = any(isinstance(outcome, Result) and outcome.unused for outcome in outcomes)
    caused = any(isinstance(outcome, BadInput) and outcome.__cause__ for outcome in outcomes)
    return (*ENDED, *(("options",) if unused else ()), *(("traceback",) if caused else ()))


def _note_speed(version: Version, outcomes: Collection[Outcome]) -> None:
    """Not after every batch: the row is all workers', and locked until the commit."""
    timings = [outcome.timing for outcome in outcomes if isinstance(outcome, Result)]
    known = version.seconds_per_item is not None
    if timings and not (known and time.monotonic() < _speed_noted.get(version.pk, 0) + SPEED_SECONDS):
        _speed_noted[version.pk] = time.monotonic()
        seconds = sum(one.preprocess + one.own + one.postprocess for one in timings)
        note_speed(version.pk, seconds / len(timings))


def _end(row: Prediction, outcome: Outcome, now: datetime) -> None:
    row.lease_expires_at = None
    row.completed_at, row.queue_time, row.traceback = now, row.waited, None
    row.total_time = (now - row.created_at).total_seconds()
    if isinstance(outcome, BadInput | Failure):
        row.status, row.error_code, row.error_detail = Status.FAILED, outcome.code, outcome.detail
        row.search = words_to_find(row)  # as it is; nobody has read it
        row.traceback = _traceback(outcome)
        return
    row.status = Status.SUCCEEDED
    row.output = OUTPUT.dump_python(outcome.output, mode="json", exclude_defaults=True)
    row.output |= to_keep(outcome.output, thresholds_of(row.version))
    if outcome.unused:
        # An answer shows the options that were used.
        row.options = {name: value for name, value in row.options.items() if name not in outcome.unused}
    row.search = words_to_find(row)
    row.preprocess_time = outcome.timing.preprocess
    row.predict_time = outcome.timing.predict
    row.postprocess_time = outcome.timing.postprocess
    row.batch_size = outcome.timing.batch_size
    row.traits = dict(outcome.traits) or None


def _traceback(outcome: BadInput | Failure) -> str | None:
    """The end of it, which says most."""
    cause = outcome.__cause__ if isinstance(outcome, BadInput) else None
    return "".join(traceback.format_exception(cause))[-TRACEBACK_CHARS:].replace("\0", "") if cause else None


def _tell_ended(rows: Sequence[Prediction], *, batches: Sequence[tuple[str, int]] = ()) -> None:
    # Everywhere the locks are taken in the order predictions, tallies, streams.
    count_ended(rows, batches)
    tell_ended(rows)
    tell_webhooks(rows)
    notify(rows)
    log(rows)
    trace(rows)


def release(rows: QuerySet[Prediction], why: str = "") -> int:
    """Put claimed rows back into the queue; one that was lost for the third time is quarantined. Returns how many.

    Args:
        why: what the worker was lost by, in a few words, where that is known.
    """
    return release_leases(with_parts(rows), count_loss=lambda row: row.attempt, save=partial(_save_released, why))


def _save_released(why: str, over: Sequence[Prediction], again: Sequence[Prediction]) -> None:
    now, last = timezone.now(), f", the last time because {why}" if why else ""
    for row in over:
        lost = f"A worker was lost {row.attempt} times while it worked on this file{last}."
        _end(row, Failure("quarantined", f"{lost} It will not be tried again."), now)
    save_fields(over, ENDED)
    _tell_ended(over)
    _save_waiting(again, why or "its worker did not finish it", logging.WARNING)


def _save_waiting(rows: Sequence[Prediction], why: str, level: int) -> None:
    save_fields(rows, Prediction.LEASE_FIELDS)
    notify(rows)
    log(rows, why, level=level)


def give_back(batch: Sequence[Prediction]) -> None:
    """Put back what this worker could not even begin. The attempt does not count, and nobody else holds it."""
    with transaction.atomic():
        # The rows are as they were claimed: nobody else may change what is held, but end it.
        held = Prediction.lock_held(batch)
        for row in held:
            row.put_back()
            row.attempt -= 1
        # As any worker does that ends in the middle of work.
        _save_waiting(held, "its worker gave it back", logging.INFO)


def release_expired() -> int:
    """Take back what a vanished worker held longer than its lease."""
    return release(Prediction.expired())

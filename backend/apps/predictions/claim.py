"""A worker takes what waits."""

# ruff: noqa: S608 - no value is in a statement
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import TypedDict

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from apps.catalogue.models import Version
from apps.core.statements import Reader, all_but, locking, save_fields
from apps.engines import workers
from apps.predictions.models import Prediction
from apps.predictions.notify import notify
from apps.queueing.models import lease_end
from apps.uploads.models import Upload

SECONDS_OF_SOUND = 120.0
# With `kind = %s` PostgreSQL would order by time alone, and while its statistics say that most rows wait it walks over
# all that have ended, in an index that has that order too. Only `waiting_order` has this one.
WAITING, TURN = "p.status = 'queued' AND p.kind BETWEEN %s AND %s", "COALESCE(p.turn, p.created_at)"
IN_ORDER = f"ORDER BY p.kind, {TURN}, p.id"
PREDICTIONS, VERSIONS, UPLOADS = (model._meta.db_table for model in (Prediction, Version, Upload))


def claim_batch(kinds: Collection[str], *, fresh: bool = False) -> list[Prediction]:
    """Take the waiting rows of one model version whose turn it is, as many as one batch may cost.

    A row that was claimed before is taken alone: if it is what killed the worker, it now harms no neighbour. With
    `fresh` nothing is taken while such a row is the oldest: it shall not be held beside another batch either.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        first = min(_heads(cursor, kinds), key=itemgetter("order"), default=None)
        if first is None or (fresh and first["attempt"]):
            return []
        batch = _affordable(_next_of(cursor, first))
        _lease(batch)
    return batch


class _Head(TypedDict):
    """The oldest of its kind; `order` is what the queue is ordered by."""

    order: tuple[object, object]
    kind: str
    attempt: int
    version: Version


def _heads(cursor: CursorWrapper, kinds: Collection[str]) -> Iterator[_Head]:
    """Kind by kind: an index has each in order, but not several."""
    version = _version()
    statement = (
        f"SELECT {TURN}, p.id, p.attempt, {version.columns('v')} FROM {PREDICTIONS} p JOIN {VERSIONS} v "
        f"ON v.id = p.version_id WHERE {WAITING} {IN_ORDER} LIMIT 1 {locking('p')}"
    )
    for kind in kinds:
        cursor.execute(statement, [kind, kind])
        for turn, key, attempt, *values in cursor.fetchall():
            yield _Head(order=(turn, key), kind=kind, attempt=attempt, version=version.read(values))


def _next_of(cursor: CursorWrapper, first: _Head) -> list[Prediction]:
    prediction, upload = _prediction(), _upload()
    version, attempt = first["version"], first["attempt"]
    cursor.execute(
        f"SELECT {prediction.columns('p')}, {upload.columns('u')} FROM {PREDICTIONS} p JOIN {UPLOADS} u "
        f"ON u.id = p.upload_id WHERE {WAITING} AND p.version_id = %s AND p.attempt = %s {IN_ORDER} "
        f"LIMIT %s {locking('p')}",
        [first["kind"], first["kind"], version.pk, attempt, 1 if attempt else settings.SLIPWAY.batch_items],
    )
    rows = []
    for values in cursor.fetchall():
        row = prediction.read(values[: len(prediction)])
        row.upload, row.version = upload.read(values[len(prediction) :]), version
        rows.append(row)
    return rows


@cache
def _prediction() -> Reader[Prediction]:
    return Reader(Prediction, all_but(Prediction, "search"))


@cache
def _upload() -> Reader[Upload]:
    return Reader(Upload, all_but(Upload, "thumbnail"))


@cache
def _version() -> Reader[Version]:
    return Reader(Version, ["id", "model", "number", "seconds_per_item"])


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
    now, until = timezone.now(), lease_end()
    for row in batch:
        row.claim(workers.here().name, until)
        row.started_at = now
    save_fields(batch, (*Prediction.LEASE_FIELDS, "started_at"))
    notify(batch, at=now)

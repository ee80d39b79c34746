"""A worker takes what waits."""

# ruff: noqa: S608 - no value is in a statement
from collections.abc import Collection, Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from apps.catalogue.models import Version
from apps.core.statements import Reader, all_but, locking, save_fields
from apps.engines import workers
from apps.predictions.models import Prediction, Status
from apps.predictions.notify import notify
from apps.predictions.recall import recall_withdrawn
from apps.queueing.models import lease_end
from apps.uploads.models import Upload

SECONDS_OF_SOUND = 120.0
# With `kind = %s` PostgreSQL would order by time alone, and while its statistics say that most rows wait it walks over
# all that have ended, in an index that has that order too. Only `waiting_order` has this one.
WAITING, TURN = "p.status = 'queued' AND p.kind BETWEEN %s AND %s", "COALESCE(p.turn, p.created_at)"
IN_ORDER = f"ORDER BY p.kind, {TURN}, p.id"
PREDICTIONS, VERSIONS, UPLOADS = (model._meta.db_table for model in (Prediction, Version, Upload))
# Of a row that waits nobody need ask these, and nobody here asks for those.
NOT_YET = (
    "output", "lease_expires_at", "completed_at", "queue_time", "preprocess_time", "predict_time", "postprocess_time",
    "total_time", "batch_size", "feedback", "feedback_at", "traits",
)  # fmt: skip
KNOWN = {"status": Status.QUEUED, "claimed_by": "", "error_code": "", "error_detail": "", **dict.fromkeys(NOT_YET)}
UNUSED = ("turn", "search", "trashed_at", "traceback")


class Claimed(NamedTuple):
    """A batch, and whether nothing else waited."""

    rows: list[Prediction]
    were_all: bool


def claim_batch(kinds: Collection[str]) -> list[Prediction]:
    """`claim`, where it does not matter whether more waits."""
    return claim(kinds).rows


def claim(kinds: Collection[str], *, fresh: bool = False) -> Claimed:
    """Take the waiting rows of one model version whose turn it is, as many as one batch may cost.

    A row that was claimed before is taken alone: if it is what killed the worker, it now harms no neighbour. With
    `fresh` nothing is taken while such a row is the oldest: it shall not be held beside another batch either.
    """
    while True:
        with transaction.atomic(), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            claimed = _claim(cursor, kinds, fresh=fresh)
        if claimed:
            return claimed


def _claim(cursor: CursorWrapper, kinds: Collection[str], *, fresh: bool) -> Claimed | None:
    """None where what would be next was pointed at another version instead: it is no longer what its alias means."""
    heads = _heads(cursor, kinds)
    first = min(heads, key=attrgetter("order"), default=None)
    if first is None or (fresh and first.row.attempt):
        return Claimed([], were_all=first is None)
    alone = sum(head.row.kind == first.row.kind for head in heads) == 1
    batch = [first.row] if alone else _affordable(_next_of(cursor, first.row))
    if recall_withdrawn(batch):
        return None
    _lease(batch)
    return Claimed(batch, were_all=len(heads) == 1)


class _Head(NamedTuple):
    """The first of its kind, or the second; `order` is what the queue is ordered by."""

    order: tuple[object, object]
    row: Prediction


def _heads(cursor: CursorWrapper, kinds: Collection[str]) -> list[_Head]:
    """The first two of each kind: so one that waits alone is found by one statement."""
    cursor.execute(_heads_of(len(kinds)), [kind for kind in kinds for _ in range(2)])
    version, found = _version(), []
    for turn, *values in cursor.fetchall():
        row = _row(values)
        row.version = version.read(values[-len(version) :])
        found.append(_Head((turn, row.pk), row))
    return found


@cache
def _heads_of(kinds: int) -> str:
    """Kind by kind: an index has each in order, but not several."""
    columns = f"{TURN}, {_prediction().columns('p')}, {_upload().columns('u')}, {_version().columns('v')}"
    one = (
        f"SELECT {columns} FROM {PREDICTIONS} p JOIN {UPLOADS} u ON u.id = p.upload_id JOIN {VERSIONS} v "
        f"ON v.id = p.version_id WHERE {WAITING} {IN_ORDER} LIMIT 2 {locking('p')}"
    )
    return " UNION ALL ".join(f"SELECT * FROM ({one}) AS kind_{number}" for number in range(kinds))


def _next_of(cursor: CursorWrapper, first: Prediction) -> list[Prediction]:
    most = 1 if first.attempt else settings.SLIPWAY.batch_items
    cursor.execute(_next(), [first.kind, first.kind, first.version_id, first.attempt, most])
    rows = [_row(values) for values in cursor.fetchall()]
    for row in rows:
        row.version = first.version
    return rows


@cache
def _next() -> str:
    # The plus keeps SQLite from the index of the foreign key: it would sort all that the version has ever answered.
    # PostgreSQL takes it for a calculation, of whose result it knows nothing.
    version = "+p.version_id" if connections[DEFAULT_DB_ALIAS].vendor == "sqlite" else "p.version_id"
    return (
        f"SELECT {_prediction().columns('p')}, {_upload().columns('u')} FROM {PREDICTIONS} p JOIN {UPLOADS} u "
        f"ON u.id = p.upload_id WHERE {WAITING} AND {version} = %s AND p.attempt = %s {IN_ORDER} "
        f"LIMIT %s {locking('p')}"
    )


def _row(values: Sequence[object]) -> Prediction:
    """A prediction and its upload."""
    prediction, upload = _prediction(), _upload()
    end = len(prediction)
    row = prediction.read(values[:end])
    row.upload = upload.read(values[end : end + len(upload)])
    return row


@cache
def _prediction() -> Reader[Prediction]:
    return Reader(Prediction, all_but(Prediction, *KNOWN, *UNUSED), KNOWN)


@cache
def _upload() -> Reader[Upload]:
    return Reader(Upload, all_but(Upload, "thumbnail", "created_at"))


@cache
def _version() -> Reader[Version]:
    return Reader(Version, ["id", "model", "number", "seconds_per_item", "thresholds"])


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
    now, until, name = timezone.now(), lease_end(), workers.here().name
    for row in batch:
        row.claim(name, until)
        row.started_at = now
    save_fields(batch, (*Prediction.LEASE_FIELDS, "started_at"))
    notify(batch, at=now)

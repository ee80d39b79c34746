"""Reads: whose, which, how many wait."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import compress
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import BooleanField, Count, F, Q, QuerySet
from django.db.models.expressions import RawSQL

from apps.catalogue.models import Version
from apps.catalogue.selectors import Reference
from apps.core.errors import Problem
from apps.engines import workers
from apps.predictions import search
from apps.predictions.doubt import DOUBTS
from apps.predictions.models import Prediction, Status
from apps.uploads.models import LETTERS, SUM_BEGINS, Upload
from ml.kinds import KINDS

# The status is no parameter, so that SQLite finds the index of what waits at once.
_WAITING = f"{Prediction._meta.db_table} WHERE status = '{Status.QUEUED.value}'"
_TURN = "COALESCE(turn, created_at)"


def uses(version: Version) -> str:
    """What of this room refers to a version, in words; nothing where nothing does."""
    count = Prediction.objects.filter(version=version).count()
    return f"{count} prediction{'s' if count > 1 else ''} named it" if count else ""


def with_parts(rows: QuerySet[Prediction] | None = None) -> QuerySet[Prediction]:
    """These predictions, or all that are not in the trash, with all that their JSON needs."""
    found = Prediction.objects.filter(trashed_at=None) if rows is None else rows
    return found.select_related("upload", "version__model").defer("upload__thumbnail", "search", "traceback")


def owned(owner: User) -> QuerySet[Prediction]:
    """What belongs to somebody else does not exist."""
    return with_parts().filter(owner=owner)


def find(owner: User, prediction_id: UUID) -> Prediction:
    """One prediction of `owner`. Raises Problem 404."""
    row = owned(owner).filter(pk=prediction_id).first()
    if row is None:
        raise Problem(404, "There is no such prediction.")
    return row


def of_file(owner: User, sha256: str) -> QuerySet[Prediction]:
    """What `owner` has of a file with this sha256, however often it was sent."""
    same = Upload.objects.alias(begins=SUM_BEGINS).filter(owner=owner, begins=sha256[:LETTERS], sha256=sha256)
    return with_parts().filter(upload__in=same)


def filtered(
    rows: QuerySet[Prediction],
    *,
    owner: User | None = None,
    statuses: Collection[str] = (),
    kind: str = "",
    model: Reference | None = None,
    text: str = "",
    doubt: str = "",
) -> QuerySet[Prediction]:
    """The filters of the list; empty ones let everything pass."""
    if kind:
        rows = rows.filter(kind=kind)
    if doubt:
        rows = rows.filter(DOUBTS[doubt])
    if model:
        rows = rows.filter(version__model_id=model.slug)
        rows = rows.filter(alias=model.alias) if model.alias else rows
        rows = rows.filter(version__number=model.number) if model.number is not None else rows
    few = _few(statuses, text)
    if few is not None:
        rows = rows.filter(pk__in=few)
    if owner:
        rows = rows.filter(owner=owner) if few is None else _of(rows, owner)
    if statuses:
        rows = rows.filter(_in(statuses))
    return rows.filter(search.having(text))


def _few(statuses: Collection[str], text: str) -> QuerySet[Prediction, UUID] | list[UUID] | None:
    """The ids that a filter lets pass at most, where they are few among a million."""
    if statuses and set(statuses) <= set(search.UNDER_WAY):
        return search.ids_under_way(statuses)
    return search.candidates(text)


def _in(statuses: Collection[str]) -> Q:
    """SQLite uses an index of some rows only for a condition in the words of that index."""
    wanted = Q(status__in=statuses)
    table = connection.ops.quote_name(Prediction._meta.db_table)
    unanswered = RawSQL(f"{table}.status IN ('failed', 'canceled')", (), BooleanField())  # noqa: S611 - no value is in it
    return wanted & Q(unanswered) if set(statuses) <= {Status.FAILED, Status.CANCELED} else wanted


def _of(rows: QuerySet[Prediction], owner: User) -> QuerySet[Prediction]:
    """Of few rows those of `owner`. The sum keeps SQLite from walking over all that the owner has instead."""
    return rows.alias(whose=F("owner_id") + 0).filter(whose=owner.pk)


def count_of(owner: User, status: Status) -> int:
    """How many of `owner` wait or are worked on."""
    return _of(Prediction.objects.filter(status=status, trashed_at=None), owner).count()


def unserved() -> list[str]:
    """The kinds that no worker serves now, nor starts to."""
    return [kind for kind in KINDS if workers.count_of(kind) is None]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many predictions wait, of each kind and of one person, and the last turns of each kind, of all and of one."""

    by_kind: Mapping[str, int]
    mine: int
    last: Mapping[str, datetime]
    my_last: Mapping[str, datetime]

    @property
    def all(self) -> int:
        return sum(self.by_kind.values())


def waiting_for(owner: User) -> Waiting:
    """All that wait, by one statement over the queue, which is short; what has ended is not looked at."""
    mine = "CASE WHEN owner_id = %s THEN"
    wanted = f"kind, COUNT(*), SUM({mine} 1 ELSE 0 END), MAX({_TURN}), MAX({mine} {_TURN} END)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {wanted} FROM {_WAITING} GROUP BY kind", [owner.pk, owner.pk])  # noqa: S608
        rows = cursor.fetchall()
    return Waiting(
        by_kind={kind: count for kind, count, *_ in rows},
        mine=sum(mine for _, _, mine, *_ in rows),
        last={kind: _moment(turn) for kind, *_, turn, _ in rows},
        my_last={kind: _moment(turn) for kind, *_, turn in rows if turn},
    )


def _moment(value: datetime | str) -> datetime:
    """SQLite has no type for moments, and tells of a column's only."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value


def waiting_by_kind() -> dict[str, int]:
    """Length of each queue."""
    rows = Prediction.objects.filter(status=Status.QUEUED).order_by().values_list("kind").annotate(Count("pk"))
    return dict(rows)


def processing() -> list[tuple[str, datetime]]:
    """Kind and moment of the claim of what is worked on now."""
    rows = Prediction.objects.filter(status=Status.PROCESSING).order_by().values_list("kind", "started_at")
    return [(kind, at) for kind, at in rows if at]


def kinds_waiting(kinds: Collection[str]) -> set[str]:
    """Those of `kinds` of which something waits."""
    # In this order, or PostgreSQL may walk over all that have ended: see claim.py.
    first = f"AND kind BETWEEN %s AND %s ORDER BY kind, {_TURN}, id LIMIT 1"
    waits = f"(SELECT 1 FROM {_WAITING} {first})"  # noqa: S608 - no value is in it
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([waits] * len(kinds))}", [kind for kind in kinds for _ in range(2)])
        found = cursor.fetchone() or ()
    return set(compress(kinds, found))

"""What failed is answered once more, for its owner: by the version that is meant now, or by one that is named."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.core import audit
from apps.core.errors import Problem
from apps.monitoring.models import Rerun
from apps.predictions import submit
from apps.predictions.models import Prediction, Status

AT_ONCE = 100


class Refused(NamedTuple):
    """One that was not queued, and why."""

    prediction: UUID
    code: str
    detail: str


class Asked(NamedTuple):
    """What became of a wish; `left`: how many of the code have not been run again yet, and were not tried now."""

    queued: list[Rerun]
    refused: list[Refused]
    left: int


def failed() -> QuerySet[Prediction]:
    """All that failed and is not in the trash."""
    return Prediction.objects.filter(status=Status.FAILED, trashed_at=None)


def rerun(by: User, ids: Collection[UUID], model: str | None = None) -> Asked:
    """Have these answered once more; one that is not there or has not failed is refused by itself.

    Raises:
        Problem: 503 while the broker is away.
    """
    rows = {row.pk: row for row in failed().filter(pk__in=ids).select_related("owner")}
    gone = [Refused(one, "not_found", "There is no such failed prediction.") for one in ids if one not in rows]
    queued, refused = _each(by, [rows[one] for one in ids if one in rows], model)
    return Asked(queued, gone + refused, left=0)


def rerun_code(by: User, code: str, model: str | None = None) -> Asked:
    """Have what failed with this code, and was not run again yet, answered once more: the oldest AT_ONCE."""
    open_ones = failed().filter(error_code=code, reruns=None).order_by("created_at").select_related("owner")
    left, rows = open_ones.count(), list(open_ones[:AT_ONCE])
    queued, refused = _each(by, rows, model)
    return Asked(queued, refused, left - len(rows))


def latest(rows: Iterable[Prediction]) -> Mapping[UUID, Rerun]:
    """The last time that each of them was run again."""
    found = Rerun.objects.filter(failed__in=[row.pk for row in rows if row.status == Status.FAILED])
    newest_last = found.select_related("by", "again__version").order_by("at")
    return {one.failed_id: one for one in newest_last}


def _each(by: User, rows: Sequence[Prediction], model: str | None) -> tuple[list[Rerun], list[Refused]]:
    queued: list[Rerun] = []
    refused: list[Refused] = []
    for row in rows:
        try:
            queued.append(_again(by, row, model))
        except Problem as problem:
            if problem.status == 503:
                raise
            refused.append(Refused(row.pk, problem.code, problem.detail))
    return queued, refused


@transaction.atomic
def _again(by: User, row: Prediction, model: str | None) -> Rerun:
    (again,), _ = submit.retry(row.owner, row.pk, model)
    audit.note("prediction_rerun", by=by, prediction=row.pk, again=again.pk, owner=row.owner.username)
    return Rerun.objects.create(failed=row, again=again, by=by, at=timezone.now())

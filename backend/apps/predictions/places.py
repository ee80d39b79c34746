"""Where in the queue something stands, and for how long still."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.core.brief import Brief
from apps.engines import workers
from apps.predictions.models import Prediction, Status
from apps.predictions.selectors import Waiting, kinds_waiting, processing
from ml.kinds import KINDS

# What runs longer than twice what it should, and this, says nothing of when it ends.
LATE_SECONDS = 1.0
_running = Brief(0.5, processing)
_waiting = Brief(0.5, partial(kinds_waiting, KINDS))


@dataclass(frozen=True, slots=True)
class Place:
    """1 = next; `eta_seconds` is None where it is not known.

    That is while the version has answered nothing or nobody is there to answer, while the same workers are busy with
    another kind, and while what runs takes longer than usual.
    """

    position: int
    eta_seconds: float | None


def places(rows: Sequence[Prediction]) -> dict[UUID, Place]:
    """Where the queued ones among `rows` stand, each in the queue of its kind."""
    waiting = [row for row in rows if row.status == Status.QUEUED]
    found: dict[UUID, Place] = {}
    for kind in {row.kind for row in waiting}:
        mine = [row for row in waiting if row.kind == kind]
        found |= {row.pk: _place(row, at) for row, at in zip(mine, _positions(kind, mine), strict=True)}
    return found


def places_of_new(rows: Sequence[Prediction], waiting: Waiting) -> dict[UUID, Place]:
    """Where rows stand that have just been written: behind all that waited, unless others' turns are later."""
    if any(row.takes_turn_at < waiting.last.get(row.kind, row.takes_turn_at) for row in rows):
        return places(rows)
    behind = Counter(waiting.by_kind)
    found: dict[UUID, Place] = {}
    for row in rows:
        behind[row.kind] += 1
        found[row.pk] = _place(row, behind[row.kind])
    return found


def _place(row: Prediction, position: int) -> Place:
    return Place(position, _seconds_to_answer(row, position))


def _seconds_to_answer(row: Prediction, position: int) -> float | None:
    cost, there = row.version.seconds_per_item, workers.count_of(row.kind)
    if cost is None or there is None:
        return None
    running = _running.get()
    if ({kind for kind, _ in running} | _waiting.get()) & workers.shared_with(row.kind):
        # How long the others take is not known from how long this kind takes.
        return None
    began = [at for kind, at in running if kind == row.kind]
    expected = len(began) * cost
    if began and (timezone.now() - min(began)).total_seconds() > LATE_SECONDS + 2 * expected:
        return None
    return round((position * cost + expected) / max(1, there), 2)


def _positions(kind: str, rows: Sequence[Prediction]) -> list[int]:
    queue = Prediction.objects.filter(status=Status.QUEUED, kind=kind).alias(at=Coalesce("turn", "created_at"))
    if len(rows) == 1:
        row = rows[0]
        ahead = Q(at__lt=row.takes_turn_at) | Q(at=row.takes_turn_at, id__lt=row.id)
        return [queue.filter(ahead).count() + 1]
    # One walk over the index beats a count per row; the queue is bounded.
    order = queue.order_by("at", "id").values_list("id", flat=True)
    place = {key: index for index, key in enumerate(order, start=1)}
    return [place.get(row.pk, 1) for row in rows]

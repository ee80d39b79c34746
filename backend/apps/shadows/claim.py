"""Which of production's answers a candidate is given next.

There is no queue of copies: a shadow knows how far it has looked among what has ended. A lot is passed before it is
computed, so a worker that is lost drops a few copies, and none is ever counted twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.catalogue.models import Version
from apps.predictions.models import Prediction, Status
from apps.predictions.selectors import with_parts
from apps.shadows.models import NOTHING, Shadow

# Who ends a batch notes the moment and then commits; later than that no earlier moment comes.
SETTLED = timedelta(seconds=3)
# What had ended longer ago is dropped: the machine has no room for a shadow of everything.
OLD = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Lot:
    """Predictions whose copies are answered together, all of one shadow."""

    shadow: Shadow
    rows: Sequence[Prediction]


def claim(kind: str, most: int) -> Lot | None:
    """The next `most` of a shadow of this kind; None where each has seen all."""
    keys = Shadow.objects.filter(ended_at=None, model__kind=kind).order_by("reached_at").values_list("pk", flat=True)
    for key in keys:
        if lot := _claim(key, most):
            return lot
    return None


@transaction.atomic
def _claim(key: UUID, most: int) -> Lot | None:
    """None also where a colleague is claiming."""
    locked = Shadow.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    shadow = locked.filter(pk=key, ended_at=None).select_related("candidate__model").first()
    if shadow is None:
        return None
    dropped = _drop_old(shadow)
    until = timezone.now() - SETTLED
    rows = list(with_parts(_after(shadow).filter(completed_at__lte=until)).order_by("completed_at", "pk")[:most])
    if rows:
        shadow.reached_at, shadow.reached = rows[-1].completed_at or until, rows[-1].pk
        shadow.seen += len(rows)
    if rows or dropped:
        shadow.save(update_fields=["reached_at", "reached", "seen"])
    return Lot(shadow, rows) if rows else None


def _drop_old(shadow: Shadow) -> int:
    limit = timezone.now() - OLD
    if shadow.reached_at >= limit:
        return 0
    dropped = _after(shadow).filter(completed_at__lt=limit).count()
    shadow.reached_at, shadow.reached, shadow.seen = limit, UUID(NOTHING), shadow.seen + dropped
    return dropped


def _after(shadow: Shadow) -> QuerySet[Prediction]:
    """What production has computed for who asked for no version, after the last one that was looked at."""
    further = Q(completed_at__gt=shadow.reached_at) | Q(pk__gt=shadow.reached)
    answered = Prediction.objects.filter(
        status=Status.SUCCEEDED, version=shadow.production_id, alias=Version.PRODUCTION, attempt__gt=0, trashed_at=None
    )
    return answered.filter(further, completed_at__gte=shadow.reached_at)

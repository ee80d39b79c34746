"""Deleted, and for a moment still to be had back: whoever deletes in the page can undo it, in any of its tabs."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.core import audit
from apps.core.errors import Problem
from apps.live import events
from apps.predictions.models import Prediction
from apps.predictions.notify import notify
from apps.predictions.page_schemas import TrashedSchema
from apps.predictions.remove import locked_to_go, remove
from apps.predictions.selectors import with_parts

UNDO = timedelta(seconds=10)
# More go with the next sweep, a few seconds later.
REMOVED_AT_ONCE = 200


def put(owner: User, ids: Collection[UUID]) -> list[TrashedSchema]:
    """Put away what `owner` has of `ids`: it is in no list any more, and nobody is given it. Returns what was.

    What waits or runs goes on, as it may come back. Raises Problem 404 where none of them is there.
    """
    until = timezone.now() + UNDO
    with transaction.atomic():
        mine = Prediction.objects.filter(owner=owner, pk__in=ids, trashed_at=None).order_by("pk")
        found = list(mine.select_for_update().values_list("pk", flat=True))
        if not found:
            raise Problem(404, "There are no such predictions.")
        Prediction.objects.filter(pk__in=found).update(trashed_at=until - UNDO)
        trashed = [TrashedSchema(id=key, until=until) for key in found]
        events.record(events.News.whole(owner.pk, "prediction.trashed", one.id, one.to_json()) for one in trashed)
        audit.note_each("prediction_deleted", [{"prediction": key} for key in found], by=owner)
    return trashed


def restore(owner: User, ids: Collection[UUID]) -> None:
    """Take back what `owner` put away of `ids`, as long as it is there. Raises Problem 404 where all of it is gone.

    What another tab has taken back already is there, too.
    """
    with transaction.atomic():
        mine = Prediction.objects.filter(owner=owner, pk__in=ids).order_by("pk")
        found = list(with_parts(mine.select_for_update(of=("self",))))
        if not found:
            raise Problem(404, "They are deleted for good.")
        rows = [row for row in found if row.trashed_at]
        Prediction.objects.filter(pk__in=[row.pk for row in rows]).update(trashed_at=None)
        notify(rows)
        audit.note_each("prediction_restored", [{"prediction": row.pk} for row in rows], by=owner)


def of(owner: User) -> list[TrashedSchema]:
    """What `owner` can still have back."""
    since = timezone.now() - UNDO
    rows = _trashed().filter(owner=owner, trashed_at__gt=since).order_by("trashed_at", "pk")
    return [TrashedSchema(id=key, until=at + UNDO) for key, at in rows.values_list("pk", "trashed_at") if at]


@transaction.atomic
def empty() -> int:
    """Delete what nobody has taken back in time. Returns how many. Part of the sweep."""
    late = _trashed().filter(trashed_at__lte=timezone.now() - UNDO)
    oldest = list(late.order_by("trashed_at").values_list("pk", flat=True)[:REMOVED_AT_ONCE])
    if not oldest:
        return 0
    # What is taken back at this moment stays.
    locked = locked_to_go(_trashed().filter(pk__in=oldest))
    if locked:
        remove(locked)
    return len(locked)


def _trashed() -> QuerySet[Prediction]:
    return Prediction.objects.filter(trashed_at__isnull=False)

"""Predictions go, with their events and files: because their owner wants it, or after SLIPWAY_PREDICTION_DAYS."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.live import events
from apps.predictions.hooks import forget
from apps.predictions.models import Prediction
from apps.storage.file_store import media
from apps.uploads import store
from apps.uploads.models import Upload

AT_ONCE = 100


def remove(rows: Sequence[Prediction]) -> None:
    """Remove locked rows, what was told of them and, unless another prediction shares them, their files.

    Their owners are told, in the transaction that the locks are of.
    """
    keys = [row.pk for row in rows]
    Prediction.objects.filter(pk__in=keys).delete()
    events.forget(*keys)
    forget(rows)
    events.record(events.News.whole(row.owner_id, "prediction.deleted", row.pk, {"id": str(row.pk)}) for row in rows)
    store.delete(Upload.objects.filter(pk__in={row.upload_id for row in rows}, predictions=None))


def locked_to_go(rows: QuerySet[Prediction]) -> list[Prediction]:
    """Those of `rows` that nobody is at, locked for `remove`; the others go the next time.

    Their uploads are locked too: a retry of one that comes at once either is seen, or finds it gone.
    """
    found = rows.order_by("pk").select_related("upload").only("owner_id", "webhook", "upload__id")
    return list(found.select_for_update(of=("self", "upload"), skip_locked=True))


def remove_old(days: int, seconds: float) -> int:
    """Remove what ended more than `days` ago, some at a time, until `seconds` have passed. Returns how many.

    Not while the storage is away: all their files would be left to look for.
    """
    limit, ends, count = timezone.now() - timedelta(days=days), time.monotonic() + seconds, 0
    while time.monotonic() < ends and media().usable() and (gone := _remove_some(limit)):
        count += gone
    return count


@transaction.atomic
def _remove_some(limit: datetime) -> int:
    old = Prediction.objects.filter(completed_at__lt=limit).order_by("completed_at")
    oldest = list(old.values_list("pk", flat=True)[:AT_ONCE])
    locked = locked_to_go(Prediction.objects.filter(pk__in=oldest))
    if locked:
        remove(locked)
    return len(locked)

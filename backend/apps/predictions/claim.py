"""A worker takes what waits."""

from collections.abc import Collection, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.engines import workers
from apps.predictions.models import Prediction
from apps.predictions.notify import notify
from apps.queueing.statements import save_fields

SECONDS_OF_SOUND = 120.0


def claim_batch(kinds: Collection[str]) -> list[Prediction]:
    """Take the oldest waiting rows of one model version, as many as one batch may cost.

    A row that was claimed before is taken alone: if it is what killed the worker, it now harms no neighbour.
    """
    with transaction.atomic():
        queue = Prediction.next_in_line().filter(kind__in=kinds)
        first = queue.values_list("version_id", "attempt").first()
        if first is None:
            return []
        version_id, attempt = first
        limit = 1 if attempt else settings.SLIPWAY.batch_items
        same = queue.filter(version_id=version_id, attempt=attempt).select_related("upload", "version__model")
        batch = _affordable(list(same.defer("upload__thumbnail")[:limit]))
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
        row.claim(workers.here().name)
        row.started_at = now
        row.queue_time = (now - row.created_at).total_seconds()
    save_fields(batch, (*Prediction.LEASE_FIELDS, "started_at", "queue_time"))
    notify(batch)

"""A worker takes what waits."""

from collections.abc import Collection, Iterator, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.engines import workers
from apps.predictions.models import Prediction
from apps.predictions.notify import notify
from apps.queueing.models import lease_end

SECONDS_OF_SOUND = 120.0


def claim_batch(kinds: Collection[str], *, fresh: bool = False) -> list[Prediction]:
    """Take the oldest waiting rows of one model version, as many as one batch may cost.

    A row that was claimed before is taken alone: if it is what killed the worker, it now harms no neighbour. With
    `fresh` nothing is taken while such a row is the oldest: it shall not be held beside another batch either.
    """
    with transaction.atomic():
        first = min(_heads(kinds), key=lambda row: (row.created_at, row.pk), default=None)
        if first is None or (fresh and first.attempt):
            return []
        limit = 1 if first.attempt else settings.SLIPWAY.batch_items
        same = Prediction.next_in_line().filter(kind=first.kind, version=first.version, attempt=first.attempt)
        rows = same.select_related("upload").defer("upload__thumbnail", "search")[:limit]
        batch = _affordable(list(rows))
        _lease(batch, first)
    return batch


def _heads(kinds: Collection[str]) -> Iterator[Prediction]:
    """The oldest of each kind: an index has each kind in order, but not several."""
    parts = Prediction.next_in_line().select_related("version").defer("version__manifest")
    for kind in kinds:
        head = parts.filter(kind=kind).first()
        if head:
            yield head


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


def _lease(batch: Sequence[Prediction], first: Prediction) -> None:
    now, until = timezone.now(), lease_end()
    for row in batch:
        row.claim(workers.here().name, until)
        row.started_at, row.version = now, first.version
    changed = {name: getattr(batch[0], name) for name in (*Prediction.LEASE_FIELDS, "started_at")}
    Prediction.objects.filter(pk__in=[row.pk for row in batch]).update(**changed)
    notify(batch, at=now)

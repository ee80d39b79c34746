"""What came, waited and ended, counted per bucket of a span by the database."""

from collections.abc import Mapping
from itertools import accumulate

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from apps.monitoring.spans import Span
from apps.predictions.models import Prediction, Status

Counts = Mapping[int, int]


def ended_in(span: Span) -> QuerySet[Prediction]:
    """Predictions that ended within the span, in no order."""
    return Prediction.objects.filter(completed_at__gte=span.start, completed_at__lt=span.end).order_by()


def ended(span: Span) -> dict[str, dict[int, int]]:
    """How many ended, by status and bucket."""
    rows = ended_in(span).annotate(bucket=span.bucket_of("completed_at")).values_list("status", "bucket")
    counts: dict[str, dict[int, int]] = {Status.SUCCEEDED: {}, Status.FAILED: {}, Status.CANCELED: {}}
    for status, bucket, count in rows.annotate(count=Count("pk")):
        counts[status][bucket] = count
    return counts


def waiting(span: Span, waiting_now: int) -> list[int]:
    """How many waited at the end of each bucket.

    Counted backwards from what waits now: take away who came, put back who left. So a queue of long ago costs nothing,
    and the newest figure, the one that is looked at, is the exact one.
    """
    came, left = _came(span), _left(span)
    changes = [came.get(step, 0) - left.get(step, 0) for step in range(len(span.buckets))]
    backwards = accumulate(reversed(changes[1:]), lambda waits, change: waits - change, initial=waiting_now)
    # Rows that come while the queries run could push a figure below nothing.
    return [max(0, waits) for waits in backwards][::-1]


def _came(span: Span) -> Counts:
    rows = Prediction.objects.filter(created_at__gte=span.start, created_at__lt=span.end).order_by()
    return dict(rows.values_list(span.bucket_of("created_at")).annotate(Count("pk")))


def _left(span: Span) -> Counts:
    """Who was claimed, or canceled before that. Whoever waits again after a lost worker has not left."""
    # Only these can have left within the span; both conditions have an index, `started_at` has none.
    rows = Prediction.objects.filter(Q(completed_at__gte=span.start) | Q(status=Status.PROCESSING)).order_by()
    rows = rows.annotate(left_at=Coalesce("started_at", "completed_at"))
    rows = rows.filter(left_at__gte=span.start, left_at__lt=span.end)
    return dict(rows.values_list(span.bucket_of("left_at")).annotate(Count("pk")))

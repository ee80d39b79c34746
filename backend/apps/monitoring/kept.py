"""Buckets as they are kept in the database: what is over is read from there, and only the last minute from the rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet, Sum

from apps.monitoring.buckets import ALL, SHORTEST, STAGES, SUMS, Bucket, Buckets, Subject, add, count, longer
from apps.monitoring.histogram import Histogram
from apps.monitoring.models import Counted, KeptBucket
from apps.monitoring.spans import Span, moment

# Length in seconds -> how long such are kept: each a multiple of the one before, and for as long as a range of spans.py
# is drawn from it.
LEVELS = {SHORTEST: timedelta(hours=2), 300: timedelta(days=2), 3600: timedelta(days=31)}
# Whose scheduler has not counted for so long is read no further back: a look must not cost an hour of rows.
UNCOUNTED = timedelta(minutes=10)
FIGURES = (*SUMS, "failed", "busiest", "failures", "batches", "stages")
GAUGES = ("waiting", "oldest", "workers")


class Found(NamedTuple):
    """The buckets of a span and of one subject, by where they begin, and what each version did in all of them.

    `missing`: of these it is not counted (yet) what ended in them.
    """

    buckets: dict[int, Bucket]
    by_version: dict[Subject, Counter[str]]
    missing: set[int]


def write(buckets: Buckets, length: int, fields: Sequence[str]) -> None:
    """Keep buckets of `length` seconds; of one that is there, these fields are written anew."""
    rows = [
        KeptBucket(length=length, at=moment(at), model=model, version=version, **_stored(bucket, fields))
        for at, subjects in buckets.items()
        for (model, version), bucket in subjects.items()
    ]
    unique = ["length", "at", "model", "version"]
    KeptBucket.objects.bulk_create(
        rows, batch_size=200, update_conflicts=True, unique_fields=unique, update_fields=list(fields)
    )


def read(rows: Iterable[KeptBucket]) -> Buckets:
    """Whatever their length."""
    found: Buckets = defaultdict(dict)
    for row in rows:
        found[int(row.at.timestamp())][Subject(row.model, row.version)] = _bucket(row)
    return dict(found)


def find(span: Span, subject: Subject) -> Found:
    """The buckets of the span, those that are still filling too, and what each version did in it."""
    counted = Counted.objects.first()
    since, until = (counted.since, counted.until) if counted else (span.start, span.start)
    read_from = max(min(until, span.end), span.end - UNCOUNTED, span.start)
    rows = KeptBucket.objects.filter(_pieces(span, until))
    fresh = count(read_from, span.end)
    by_version = _by_version(rows, fresh)
    parts = _of_subject(read(rows.filter(model__in={"", subject.model}, version__in={0, subject.version})), subject)
    for at, subjects in fresh.items():
        if bucket := subjects.get(subject):
            # The scheduler has looked at the queue in it already.
            parts[at] = add([parts.get(at, Bucket()), bucket])
    whole = longer({at: {subject: bucket} for at, bucket in parts.items()}, span.bucket_seconds)
    places = range(int(span.start.timestamp()), int(span.end.timestamp()) + 1, span.bucket_seconds)
    buckets = {at: whole.get(at, {}).get(subject, Bucket()) for at in places}
    known = [(since, until), (read_from, span.end)]
    missing = {at for at in buckets if not any(_overlap(at, span.bucket_seconds, *one) for one in known)}
    return Found(buckets, by_version, missing)


def _overlap(at: int, length: int, start: datetime, end: datetime) -> bool:
    return at + length > start.timestamp() and at < end.timestamp()


def _pieces(span: Span, until: datetime) -> Q:
    """The longest buckets that the span's are made of, and shorter ones where those are not over yet."""
    chosen, start = Q(pk__in=[]), int(span.start.timestamp())
    for length in sorted(LEVELS, reverse=True):
        if span.bucket_seconds % length == 0:
            over = max(start, int(until.timestamp()) // length * length)
            # Of the last of the shortest the scheduler knows how much waits before what ended in it is counted.
            end = Q() if length == min(LEVELS) else Q(at__lt=moment(over))
            chosen |= Q(length=length, at__gte=moment(start)) & end
            start = over
    return chosen


def _of_subject(found: Buckets, subject: Subject) -> dict[int, Bucket]:
    """While the scheduler looks, of whom it says nothing has nothing waiting."""
    parts: dict[int, Bucket] = {}
    for at, subjects in found.items():
        looked = subjects.get(ALL, Bucket()).waiting is not None
        bucket = subjects.get(subject, Bucket())
        if looked and bucket.waiting is None:
            bucket.waiting, bucket.oldest = 0, 0.0
        parts[at] = bucket
    return parts


def _by_version(rows: QuerySet[KeptBucket], fresh: Buckets) -> dict[Subject, Counter[str]]:
    names = (*SUMS, "failed")
    versions = rows.filter(version__gt=0).order_by().values_list("model", "version")
    found = {
        Subject(model, version): Counter(dict(zip(names, counts, strict=True)))
        for model, version, *counts in versions.annotate(*(Sum(name) for name in names))
    }
    for subjects in fresh.values():
        for subject, bucket in subjects.items():
            if subject.version:
                found.setdefault(subject, Counter()).update({name: getattr(bucket, name) for name in names})
    return found


def _stored(bucket: Bucket, fields: Sequence[str]) -> dict[str, object]:
    values = {name: getattr(bucket, name) for name in fields}
    if "stages" in values:
        measured = {stage: histogram for stage, histogram in bucket.stages.items() if histogram.counts.any()}
        values["stages"] = {stage: histogram.stored() for stage, histogram in measured.items()}
    return values


def _bucket(row: KeptBucket) -> Bucket:
    return Bucket(
        **{name: getattr(row, name) for name in (*SUMS, *GAUGES, "busiest")},
        failures=Counter(row.failures),
        batches=Counter({int(size): number for size, number in row.batches.items()}),
        stages={stage: Histogram.read(row.stages[stage]) if stage in row.stages else Histogram() for stage in STAGES},
    )

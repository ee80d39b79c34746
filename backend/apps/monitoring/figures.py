"""What an operator sees at a glance: how much waits, how fast answers come, what fails, who works."""

from collections import Counter

from django.db.models import Count, Q
from django.utils import timezone

from apps.catalogue.models import Worker
from apps.monitoring import kept
from apps.monitoring.buckets import ALL, SHORTEST, STAGES, Bucket, Stage, Subject, add
from apps.monitoring.schemas import (
    GONE,
    BucketSchema,
    ByKindSchema,
    FailureSchema,
    OperationsOverviewSchema,
    StageMeansSchema,
    StageSchema,
    TotalsSchema,
    TrainingFiguresSchema,
    VersionFiguresSchema,
    WorkerSchema,
)
from apps.monitoring.spans import Span, moment
from apps.predictions import selectors
from apps.training.models import Job
from apps.training.states import TRAINING
from apps.training.states import Status as JobStatus


def overview(span: Span, subject: Subject = ALL) -> OperationsOverviewSchema:
    """All figures of the span; `subject` narrows those that are drawn over time, and what they add up to."""
    waiting, running = selectors.waiting_by_kind(), selectors.processing()
    found = kept.find(span, subject)
    if subject == ALL:
        # The newest figure is the one that is looked at.
        newest = found.buckets[max(found.buckets)]
        newest.waiting = max(newest.waiting or 0, sum(waiting.values()))
    whole, present = add(found.buckets.values()), workers()
    return OperationsOverviewSchema(
        range=span.name,
        start=span.start,
        to=span.end,
        bucket_seconds=span.bucket_seconds,
        waiting=ByKindSchema.of(waiting),
        processing=ByKindSchema.of(Counter(kind for kind, _ in running)),
        totals=_totals(span, whole),
        series=[
            _bucket(at, bucket, span.bucket_seconds, at not in found.missing) for at, bucket in found.buckets.items()
        ],
        stages=[_stage(whole, stage) for stage in STAGES],
        failures=_failures(whole),
        versions=[VersionFiguresSchema.of(*version, counts) for version, counts in sorted(found.by_version.items())],
        workers=present,
        training=_training(present),
    )


def _totals(span: Span, whole: Bucket) -> TotalsSchema:
    return TotalsSchema(
        succeeded=whole.succeeded,
        failed=whole.failed,
        canceled=whole.canceled,
        per_minute=round(whole.ended / span.minutes, 3),
        p95=whole.stages["total"].percentile(0.95),
        failing_ratio=round(whole.failed / whole.ended, 6) if whole.ended else 0.0,
    )


def _bucket(at: int, bucket: Bucket, length: int, counted: bool) -> BucketSchema:
    stages = [_stage(bucket, stage) for stage in STAGES]
    total = stages[-1]
    return BucketSchema(
        at=moment(at),
        counted=counted,
        succeeded=bucket.succeeded,
        failed=bucket.failed,
        cached=bucket.cached,
        busiest_per_minute=bucket.busiest * 60 / SHORTEST,
        waiting=_waiting(bucket, length),
        oldest_seconds=_oldest(bucket),
        workers=bucket.workers,
        mean_batch=bucket.mean_batch,
        largest_batch=max(bucket.batches, default=None),
        labelled=bucket.labelled,
        in_doubt=bucket.in_doubt,
        outside=bucket.outside,
        p50=total.p50,
        p95=total.p95,
        p99=total.p99,
        percentiles=stages,
        stages=_means(bucket),
    )


def _waiting(bucket: Bucket, length: int) -> float | None:
    """No fewer than on average, by how long those waited that ended in it: each no longer than it lasts."""
    if bucket.waiting is None:
        return None
    mean = min(bucket.stages["queue"].sum / length, bucket.ended)
    return max(bucket.waiting, round(mean, 3))


def _oldest(bucket: Bucket) -> float | None:
    """Who came and went between two looks is known by how long it waited."""
    waits = bucket.stages["queue"]
    known = [wait for wait in (bucket.oldest, waits.highest if waits.counts.any() else None) if wait is not None]
    return round(max(known), 3) if known else None


def _stage(bucket: Bucket, stage: Stage) -> StageSchema:
    p50, p95, p99 = (bucket.stages[stage].percentile(share) for share in (0.5, 0.95, 0.99))
    return StageSchema(stage=stage, p50=p50, p95=p95, p99=p99)


def _means(bucket: Bucket) -> StageMeansSchema | None:
    """Of all answers, those too that lack a stage: so they add up to the mean total."""
    if not bucket.succeeded:
        return None
    means = {stage: round(bucket.stages[stage].sum / bucket.succeeded, 6) for stage in STAGES if stage != "total"}
    return StageMeansSchema(**means)


def _failures(whole: Bucket) -> list[FailureSchema]:
    """Failures by code, most frequent first."""
    ordered = sorted(whole.failures.items(), key=lambda one: (-one[1], one[0]))
    return [FailureSchema(code=code, count=count) for code, count in ordered]


def _training(present: list[WorkerSchema]) -> TrainingFiguresSchema:
    """Who is there to train, and for what."""
    trainers = sum(TRAINING in worker.kinds and worker.state != GONE for worker in present)
    counts = Job.objects.aggregate(
        waiting=Count("pk", filter=Q(status=JobStatus.QUEUED)),
        running=Count("pk", filter=Q(status=JobStatus.RUNNING)),
    )
    return TrainingFiguresSchema(trainers=trainers, **counts)


def workers() -> list[WorkerSchema]:
    """Every worker that reported itself of late, those that answer first. `gone`: silent for more than 60 s."""
    oldest = timezone.now() - Worker.FRESH
    found = [WorkerSchema.of(worker, oldest) for worker in Worker.objects.order_by("name")]
    return sorted(found, key=lambda worker: worker.state == GONE)

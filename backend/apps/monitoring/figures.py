"""What an operator sees at a glance: how much waits, how fast answers come, what fails, who works."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from django.db.models import Count, Q
from django.utils import timezone

from apps.catalogue.models import Worker
from apps.monitoring import kept
from apps.monitoring.buckets import Bucket, waiting_at_ends
from apps.monitoring.latency import Percentiles, Sample
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
    WorkerSchema,
)
from apps.monitoring.spans import Span
from apps.predictions import selectors
from apps.predictions.models import Status
from apps.training.models import Job
from apps.training.states import TRAINING
from apps.training.states import Status as JobStatus


def overview(span: Span) -> OperationsOverviewSchema:
    """All figures of the span.

    Counts are exact. Latencies come from a bounded sample, see `latency.samples`.
    """
    waiting, running = selectors.waiting_by_kind(), selectors.processing()
    buckets = kept.buckets_of(span)
    waited = waiting_at_ends(buckets, span.bucket_seconds, sum(waiting.values()), [at for _, at in running])
    stages = Sample.of([bucket.sample for bucket in buckets.values()]).by_stage()
    ended = sum((bucket.ended for bucket in buckets.values()), Counter())
    present = workers()
    return OperationsOverviewSchema(
        range=span.name,
        start=span.start,
        to=span.end,
        bucket_seconds=span.bucket_seconds,
        waiting=ByKindSchema.of(waiting),
        processing=ByKindSchema.of(Counter(kind for kind, _ in running)),
        totals=_totals(span, ended, stages["total"]),
        series=[_bucket(at, bucket, waited[at], span.bucket_seconds) for at, bucket in buckets.items()],
        stages=[StageSchema.of(stage, found) for stage, found in stages.items()],
        failures=_failures(ended),
        workers=present,
        training=_training(present),
    )


def _totals(span: Span, ended: Mapping[tuple[str, str], int], total: Percentiles) -> TotalsSchema:
    counts = Counter[str]()
    for (status, _), count in ended.items():
        counts[status] += count
    answered = counts[Status.SUCCEEDED] + counts[Status.FAILED]
    return TotalsSchema(
        succeeded=counts[Status.SUCCEEDED],
        failed=counts[Status.FAILED],
        canceled=counts[Status.CANCELED],
        per_minute=round(answered / span.minutes, 3),
        p95=total.p95,
        failing_ratio=round(counts[Status.FAILED] / answered, 6) if answered else 0.0,
    )


def _bucket(at: int, bucket: Bucket, waiting: int, length: int) -> BucketSchema:
    means = bucket.sample.means()
    return BucketSchema(
        at=datetime.fromtimestamp(at, UTC),
        succeeded=bucket.count(Status.SUCCEEDED),
        failed=bucket.count(Status.FAILED),
        waiting=max(waiting, round(bucket.mean_waiting(length), 3)),
        **asdict(bucket.sample.by_stage()["total"]),
        stages=StageMeansSchema(**means) if means else None,
    )


def _failures(ended: Mapping[tuple[str, str], int]) -> list[FailureSchema]:
    """Failures by code, most frequent first."""
    counts = [(code, count) for (status, code), count in ended.items() if status == Status.FAILED]
    ordered = sorted(counts, key=lambda one: (-one[1], one[0]))
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

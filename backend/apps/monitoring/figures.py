"""What an operator sees at a glance: how much waits, how fast answers come, what fails, who works."""

from dataclasses import asdict

from django.db.models import Count, Q
from django.utils import timezone

from apps.catalogue.models import Worker
from apps.monitoring import latency, series
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
from apps.training.models import TRAINING, Job
from apps.training.models import Status as JobStatus


def overview(span: Span) -> OperationsOverviewSchema:
    """All figures of the span.

    Counts are exact. Latencies come from at most about 20,000 rows, see `latency.sample`. Always the same number of
    queries, however many rows there are.
    """
    waiting, ended = selectors.waiting_by_kind(), series.ended(span)
    present = workers()
    sample = latency.sample(span, sum(ended[Status.SUCCEEDED].values()))
    stages = sample.by_stage()
    return OperationsOverviewSchema(
        range=span.name,
        start=span.start,
        to=span.end,
        bucket_seconds=span.bucket_seconds,
        waiting=ByKindSchema.of(waiting),
        processing=ByKindSchema.of(selectors.processing_by_kind()),
        totals=_totals(span, {status: sum(counts.values()) for status, counts in ended.items()}, stages["total"]),
        series=_series(span, ended, series.waiting(span, sum(waiting.values())), sample),
        stages=[StageSchema.of(stage, found) for stage, found in stages.items()],
        failures=_failures(span),
        workers=present,
        training=_training(present),
    )


def _totals(span: Span, ended: dict[str, int], total: latency.Percentiles) -> TotalsSchema:
    answered = ended[Status.SUCCEEDED] + ended[Status.FAILED]
    return TotalsSchema(
        succeeded=ended[Status.SUCCEEDED],
        failed=ended[Status.FAILED],
        canceled=ended[Status.CANCELED],
        per_minute=round(answered / span.minutes, 3),
        p95=total.p95,
        failing_ratio=round(ended[Status.FAILED] / answered, 6) if answered else 0.0,
    )


def _series(
    span: Span, ended: dict[str, dict[int, int]], waiting: list[int], sample: latency.Sample
) -> list[BucketSchema]:
    found, means = sample.by_bucket(), sample.means_by_bucket()
    return [
        BucketSchema(
            at=at,
            succeeded=ended[Status.SUCCEEDED].get(step, 0),
            failed=ended[Status.FAILED].get(step, 0),
            waiting=waiting[step],
            **asdict(found.get(step, latency.Percentiles())),
            stages=StageMeansSchema(**means[step]) if step in means else None,
        )
        for step, at in enumerate(span.buckets)
    ]


def _failures(span: Span) -> list[FailureSchema]:
    """Failures by code, most frequent first."""
    rows = series.ended_in(span).filter(status=Status.FAILED).values("error_code").annotate(count=Count("pk"))
    ordered = rows.order_by("-count", "error_code")
    return [FailureSchema(code=row["error_code"], count=row["count"]) for row in ordered]


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

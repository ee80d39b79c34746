"""What an operator sees at a glance: how much waits, how fast answers come, what fails, who works."""

from dataclasses import asdict
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from apps.catalogue.models import Kind, Worker
from apps.monitoring import latency, series
from apps.monitoring.spans import Span
from apps.predictions import selectors
from apps.predictions.models import Status
from apps.training.bell import QUEUE
from apps.training.models import Job
from apps.training.models import Status as JobStatus

GONE = "gone"


def overview(span: Span) -> dict[str, Any]:
    """All figures of the span, as `OperationsOverviewSerializer` shows them.

    Counts are exact. Latencies come from at most about 20,000 rows, see `latency.sample`. Always the same number of
    queries, however many rows there are.
    """
    waiting, ended = selectors.waiting_by_kind(), series.ended(span)
    there = workers()
    sample = latency.sample(span, sum(ended[Status.SUCCEEDED].values()))
    stages = sample.by_stage()
    return {
        "range": span.name,
        "from": span.start,
        "to": span.end,
        "bucket_seconds": span.bucket_seconds,
        "waiting": _every_kind(waiting),
        "processing": _every_kind(selectors.processing_by_kind()),
        "totals": _totals(span, {status: sum(counts.values()) for status, counts in ended.items()}, stages["total"]),
        "series": _series(span, ended, series.waiting(span, sum(waiting.values())), sample),
        "stages": [{"stage": stage, **asdict(found)} for stage, found in stages.items()],
        "failures": _failures(span),
        "workers": there,
        "training": _training(there),
    }


def _every_kind(counts: dict[str, int]) -> dict[str, int]:
    return {kind: counts.get(kind, 0) for kind in Kind.values}


def _totals(span: Span, ended: dict[str, int], total: latency.Percentiles) -> dict[str, Any]:
    answered = ended[Status.SUCCEEDED] + ended[Status.FAILED]
    return {
        **ended,
        "per_minute": round(answered / span.minutes, 3),
        "p95": total.p95,
        "failing_ratio": round(ended[Status.FAILED] / answered, 6) if answered else 0.0,
    }


def _series(
    span: Span, ended: dict[str, dict[int, int]], waiting: list[int], sample: latency.Sample
) -> list[dict[str, Any]]:
    found, means = sample.by_bucket(), sample.means_by_bucket()
    return [
        {
            "at": at,
            "succeeded": ended[Status.SUCCEEDED].get(step, 0),
            "failed": ended[Status.FAILED].get(step, 0),
            "waiting": waiting[step],
            **asdict(found.get(step, latency.Percentiles())),
            "stages": means.get(step),
        }
        for step, at in enumerate(span.buckets)
    ]


def _failures(span: Span) -> list[dict[str, Any]]:
    """Failures by code, most frequent first."""
    rows = series.ended_in(span).filter(status=Status.FAILED).values("error_code").annotate(count=Count("pk"))
    return [{"code": row["error_code"], "count": row["count"]} for row in rows.order_by("-count", "error_code")]


def _training(there: list[dict[str, Any]]) -> dict[str, int]:
    """Who is there to train, and for what."""
    trainers = sum(QUEUE in worker["kinds"] and worker["state"] != GONE for worker in there)
    counts = Job.objects.aggregate(
        waiting=Count("pk", filter=Q(status=JobStatus.QUEUED)), running=Count("pk", filter=Q(status=JobStatus.RUNNING))
    )
    return {"trainers": trainers, **counts}


def workers() -> list[dict[str, Any]]:
    """Every worker that reported itself of late, those that answer first. `gone`: silent for more than 60 s."""
    oldest = timezone.now() - Worker.FRESH
    found = [
        {
            "name": worker.name,
            "kinds": worker.kinds,
            "device": worker.device,
            "pid": worker.pid,
            "state": worker.state if worker.last_seen >= oldest else GONE,
            "last_seen": worker.last_seen,
            "loaded": [{"slug": slug, "version": number} for slug, number in worker.loaded],
            "batches": worker.batches,
            "items": worker.items,
        }
        for worker in Worker.objects.order_by("name")
    ]
    return sorted(found, key=lambda worker: worker["state"] == GONE)

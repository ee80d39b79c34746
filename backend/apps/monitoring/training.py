"""What `/metrics` tells of training: who is there for it, what waits, what ended and how long it took."""

from collections.abc import Iterator

from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from apps.predictions.counters import Total
from apps.training.jobs.counters import ENDED
from apps.training.jobs.selectors import trainers
from apps.training.models import Job
from apps.training.states import ACTIVE, FINAL, Status, Work


def of_training() -> Iterator[Metric]:
    """Jobs that have not ended, the age of the oldest that waits, and the trainers."""
    present = GaugeMetricFamily("slipway_trainers", "Trainers that answered in the last 60 s")
    present.add_metric([], len(trainers()))
    jobs = GaugeMetricFamily("slipway_training_jobs", "Jobs of training that have not ended", labels=["work", "status"])
    oldest = GaugeMetricFamily(
        "slipway_training_oldest_seconds", "How long the oldest job that nobody has begun waits; 0 where there is none"
    )
    found = Job.objects.filter(status__in=ACTIVE).order_by().values("work", "status")
    # One that waits again, after a pause or a lost trainer, was not waiting all the time.
    first = Min("created_at", filter=Q(status=Status.QUEUED, started_at=None))
    rows = {(row["work"], row["status"]): row for row in found.annotate(count=Count("pk"), first=first)}
    for work in Work.values:
        for status in ACTIVE:
            jobs.add_metric([work, status], rows[work, status]["count"] if (work, status) in rows else 0)
    waiting = [row["first"] for row in rows.values() if row["first"]]
    oldest.add_metric([], max(0.0, (timezone.now() - min(waiting)).total_seconds()) if waiting else 0)
    yield from (present, jobs, oldest)


def ended(tallies: list[Total]) -> Metric:
    """Every ending of every work, those that never happened too: `increase()` does not see a series begin."""
    counts = {(row.labels["work"], row.labels["status"]): row.value for row in tallies if row.name == ENDED}
    family = CounterMetricFamily(
        "slipway_training_ended", "Jobs of training that have ended", labels=["work", "status"]
    )
    for work in Work.values:
        for status in FINAL:
            family.add_metric([work, status], counts.get((work, status), 0.0))
    return family

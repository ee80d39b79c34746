"""Counts jobs that have ended, for `/metrics`: as `apps.predictions.counters`, in the database."""

from collections import Counter

from apps.predictions.counters import Sample, add, observe, sample
from apps.training.models import Job

MINUTE, HOUR, DAY = 60.0, 3600.0, 24 * 3600.0
SECONDS = (1.0, 5.0, 15.0, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, DAY, 3 * DAY, 7 * DAY)
ENDED, TOOK = "training_ended_total", "training_job_seconds"


def count_ended(job: Job) -> None:
    """Add a job whose row has just got its end, in the caller's transaction."""
    added: Counter[Sample] = Counter({sample(ENDED, work=job.work, status=job.status): 1})
    if job.started_at and job.completed_at:
        observe(added, TOOK, (job.completed_at - job.started_at).total_seconds(), SECONDS, work=job.work)
    add(added)

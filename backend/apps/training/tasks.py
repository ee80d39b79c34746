"""What the schedule asks of any worker; a trainer needs no task."""

from celery import shared_task

from apps.training.jobs.claim import release_expired


@shared_task(name="training.sweep")
def sweep() -> None:
    """Every few seconds: what a lost trainer held waits again, or ends, though no trainer may be there."""
    release_expired()

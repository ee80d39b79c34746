"""Celery's door to rollouts."""

from celery import shared_task

from apps.rollouts import decide


@shared_task(name="rollouts.sweep")
def sweep() -> None:
    """Every few seconds, by any worker."""
    decide.sweep()

"""Celery's doors. The table is the queue; a task is only the bell that somebody should look at it."""

from celery import shared_task

from apps.core import draining
from apps.training.cleanup import clean_up
from apps.training.jobs import bell
from apps.training.jobs.claim import claim, release_expired
from apps.training.jobs.perform import perform
from apps.training.models import Job


@shared_task(name="training.drain")
def drain() -> None:
    """Do what waits, one job after the other; then there is time to clean up."""
    bell.heard()
    while not draining.has_begun() and (job := claim()):
        perform(job)
    if not draining.has_begun():
        clean_up()


@shared_task(name="training.sweep")
def sweep() -> None:
    """Every few seconds: take back what a lost trainer held, and ring for what waits."""
    release_expired()
    if Job.waiting().exists():
        bell.ring()

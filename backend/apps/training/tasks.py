"""Celery's doors. The table is the queue; a task is only the bell that somebody should look at it."""

from celery import shared_task

from apps.core import draining
from apps.training import bell, run
from apps.training.leftovers import remove_leftovers
from apps.training.perform import perform
from apps.training.selectors import waiting


@shared_task(name="training.drain")
def drain() -> None:
    """Do what waits, one job after the other; then there is time to tidy up."""
    bell.heard()
    while not draining.has_begun() and (job := run.claim()):
        perform(job)
    if not draining.has_begun():
        remove_leftovers()


@shared_task(name="training.sweep")
def sweep() -> None:
    """Every few seconds: take back what a lost trainer held, and ring for what waits."""
    run.release_expired()
    if waiting():
        bell.ring()

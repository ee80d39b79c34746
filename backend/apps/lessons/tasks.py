"""Celery's doors to lessons."""

from celery import shared_task
from django.conf import settings

from apps.lessons import claim, selectors, trash
from apps.lessons.models import Lesson
from apps.predictions import run as predictions
from apps.predictions.tasks import ring as ring_for_predictions
from apps.queueing.bell import hear, ring_once

# Heard by whoever serves pictures: config/celery_settings.py.
QUEUE = "lessons"
SLICE_SECONDS = 10.0


def ring() -> None:
    """Wake a worker for lessons. Never raises."""
    ring_once(QUEUE, learn)


@shared_task(name="lessons.learn")
def learn() -> None:
    """Look at photos and learn; after some seconds others' tasks come first."""
    # The web rings, and needs no ONNX Runtime in its memory.
    from apps.lessons import run  # noqa: PLC0415

    hear(QUEUE)
    if run.work(SLICE_SECONDS, _answer_predictions):
        ring()


def _answer_predictions() -> None:
    """One batch, if anything waits."""
    predictions.drain(settings.SLIPWAY.worker_kinds, seconds=0, wake=ring_for_predictions)


@shared_task(name="lessons.sweep")
def sweep() -> None:
    """Every few seconds: what a lost worker held waits again, the trash is emptied, and what waits is rung for."""
    claim.release(Lesson.expired())
    trash.empty()
    if selectors.anything_to_do():
        ring()

"""Celery's doors to explanations."""

from celery import shared_task
from django.conf import settings

from apps.explanations import claim, selectors
from apps.explanations.models import Explanation
from apps.predictions import run as predictions
from apps.predictions.tasks import ring as ring_for_predictions
from apps.queueing.bell import hear, ring_once

# Heard by whoever serves pictures: config/celery_settings.py.
QUEUE = "explanations"
SLICE_SECONDS = 10.0


def ring() -> None:
    """Wake a worker for explanations. Never raises."""
    ring_once(QUEUE, explain)


@shared_task(name="explanations.explain")
def explain() -> None:
    """Explain what waits; after some seconds others' tasks come first."""
    # The web rings, and needs no ONNX Runtime in its memory.
    from apps.explanations import run  # noqa: PLC0415

    hear(QUEUE)
    if run.work(SLICE_SECONDS, _answer_predictions):
        ring()


def _answer_predictions() -> None:
    """One batch, if anything waits."""
    predictions.drain(settings.SLIPWAY.worker_kinds, seconds=0, wake=ring_for_predictions)


@shared_task(name="explanations.sweep")
def sweep() -> None:
    """Every few seconds: what a lost worker held waits again, and what waits is rung for."""
    claim.release(Explanation.expired())
    if selectors.anything_waits():
        ring()

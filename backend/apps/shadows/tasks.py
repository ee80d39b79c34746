"""Celery's doors to shadows."""

import time

from celery import shared_task
from django.conf import settings

from apps.predictions import run as predictions
from apps.predictions.tasks import ring as ring_for_predictions
from apps.queueing.bell import hear, ring_once
from apps.shadows.end import end_outdated
from apps.shadows.selectors import kinds_shadowed, stand_by

SLICE_SECONDS = 10.0


def queue_of(kind: str) -> str:
    """Heard by whoever serves the kind: config/celery_settings.py."""
    return f"shadows-{kind}"


@shared_task(name="shadows.mirror")
def mirror(kind: str) -> None:
    """Answer copies while no prediction waits; after some seconds others' tasks come first."""
    # The web describes its API from this room, and needs no ONNX Runtime in its memory.
    from apps.shadows.mirror import work  # noqa: PLC0415

    hear(queue_of(kind))
    until = time.monotonic() + SLICE_SECONDS

    def answer_predictions() -> bool:
        left = max(0.0, until - time.monotonic())
        return predictions.drain(settings.SLIPWAY.worker_kinds, seconds=left, wake=ring_for_predictions)

    if work(kind, SLICE_SECONDS, answer_predictions):
        ring_once(queue_of(kind), mirror, kind)


@shared_task(name="shadows.sweep")
def sweep() -> None:
    """Every few seconds, by any worker: what is compared with a version that answers no more ends, the rest goes on."""
    end_outdated()
    kinds = kinds_shadowed()
    if kinds:
        stand_by()
    for kind in kinds:
        ring_once(queue_of(kind), mirror, kind)

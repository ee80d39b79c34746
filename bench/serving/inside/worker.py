"""What a worker does, without a model: claims and ends. Used by the scripts beside it."""

import os
from collections.abc import Sequence

from django.conf import settings

from apps.engines import workers
from apps.predictions.claim import claim_batch
from apps.predictions.models import Prediction
from ml.types import Classification, LabelScore, Result, Timing
from processes import connections

ANSWER = Result(
    Classification(tuple(LabelScore(label, index, 0.3) for index, label in enumerate(("red", "green", "blue")))),
    Timing(0.001, 0.002, 0.0001, 1, 0.002),
)


def become_worker() -> None:
    """This process reports and claims as one."""
    connections.keep()
    workers.become(workers.Identity(f"bench-{os.getpid()}", queue="bench", device="cpu"))
    workers.announce("ready")


def claim() -> list[Prediction]:
    """The next batch."""
    return claim_batch(settings.SLIPWAY.worker_kinds)


def answers(batch: Sequence[object]) -> list[Result]:
    """An answer for each."""
    return [ANSWER] * len(batch)

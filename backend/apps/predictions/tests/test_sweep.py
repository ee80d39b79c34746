"""What waits and was not heard is rung for again, by whichever worker sweeps."""

from collections.abc import Callable

import pytest
from redis import Redis

from apps.predictions import tasks
from apps.predictions.tests.conftest import InstantEngine
from conftest import Configure

pytestmark = pytest.mark.django_db(transaction=True)
Queued = Callable[[int], list[str]]


def test_a_worker_for_sound_that_sweeps_rings_for_photos_too(
    engine: InstantEngine, queued: Queued, broker: Redis, configure: Configure
) -> None:
    queued(1)
    broker.flushdb()
    configure(worker_kinds=["speech-recognition"])
    tasks.sweep()
    assert broker.llen("image-classification") == 1
    assert broker.llen("speech-recognition") == 0

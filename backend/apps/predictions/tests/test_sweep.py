"""What comes to a worker by the clock: the sweep, which rings for what waits and was not heard; the heartbeat."""

from collections.abc import Callable
from pathlib import Path

import pytest
from redis import Redis

from apps.catalogue.install import install
from apps.engines import engines
from apps.predictions import tasks
from apps.predictions.tests.conftest import InstantEngine
from conftest import Configure
from ml.serving.engine import load
from ml.types import Item

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


def test_a_worker_with_nothing_to_do_gives_back_the_memory_of_large_batches(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bundles = Path(__file__).parents[3] / "ml" / "bundles"
    engine = load(bundles / "resnet-cifar10", "cpu", threads=1)
    version = install(bundles / "resnet-cifar10")
    monkeypatch.setattr(engines, "_loaded", {version.pk: engines.Loaded(("resnet-cifar10", 1), engine)})
    engine.predict_many([Item(bundles.parent / "tests" / "fixtures" / "cat.jpg")] * 2)
    tasks.heartbeat()
    assert not engine._grown

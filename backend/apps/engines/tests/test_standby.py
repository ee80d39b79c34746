"""Workers hold ready what will be asked for."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from redis import Redis

from apps.catalogue.aliases import Move, point
from apps.catalogue.install import install
from apps.catalogue.models import AliasChange, Standby, Version, Worker
from apps.catalogue.tests.test_install import bundle
from apps.core.errors import Problem
from apps.engines import engines, standby, workers
from apps.engines.tests.test_engines import Loaded
from ml.errors import BundleError
from ml.serving import engine as serving

pytestmark = pytest.mark.django_db
IMAGE = ["image-classification"]


@pytest.fixture(autouse=True)
def _nothing_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_loaded", {})
    monkeypatch.setattr(standby, "_failed", {})
    monkeypatch.setattr(standby, "IDLE_SECONDS", 0.0)
    monkeypatch.setattr(serving, "load", Loaded)


@pytest.fixture
def three(tmp_path: Path) -> list[Version]:
    """Of one model; the first answers."""
    return [install(bundle(tmp_path / str(number), weights=bytes([number]))) for number in range(3)]


def held() -> list[int]:
    standby.hold_ready(IMAGE)
    return [number for _, number in engines.loaded()]


def answer(version: Version, how: AliasChange.How = AliasChange.How.MOVED) -> None:
    point(version.model_id, "production", version.number, Move(None, how))


def test_a_worker_holds_what_answers_for_its_kinds_and_nothing_else(three: list[Version], tmp_path: Path) -> None:
    install(bundle(tmp_path / "other", slug="other"))
    standby.hold_ready(["speech-recognition"])
    assert engines.loaded() == []
    assert held() == [1]


def test_the_version_before_stays_and_the_one_before_that_goes(three: list[Version]) -> None:
    assert held() == [1]
    answer(three[1])
    assert held() == [1, 2]
    answer(three[2])
    assert held() == [2, 3]
    answer(three[1], AliasChange.How.ROLLED_BACK)
    assert held() == [2, 3]


def test_what_is_used_still_is_kept_until_it_is_idle(three: list[Version], monkeypatch: pytest.MonkeyPatch) -> None:
    held()
    answer(three[1])
    answer(three[2])
    monkeypatch.setattr(standby, "IDLE_SECONDS", 60.0)
    engines.engine_for(three[0])
    assert held() == [1, 2, 3]
    monkeypatch.setattr(standby, "IDLE_SECONDS", 0.0)
    assert held() == [2, 3]


def test_what_somebody_named_is_loaded_for_them_and_kept(three: list[Version]) -> None:
    engines.engine_for(three[2])
    assert held() == [1, 3]


def worker(name: str = "one", **more: object) -> None:
    now = timezone.now()
    Worker.objects.create(
        name=name, queue="q", kinds=IMAGE, device="cpu", pid=1, state="ready", started_at=now, last_seen=now, **more
    )


def test_a_version_that_a_worker_cannot_load_is_refused_with_its_reason(
    three: list[Version], monkeypatch: pytest.MonkeyPatch, broker: Redis
) -> None:
    def damaged(*_: Any, **__: Any) -> Loaded:
        raise BundleError("model.onnx is damaged.")

    worker("one")
    monkeypatch.setattr(workers, "_here", workers.Identity("one", "q"))
    monkeypatch.setattr(serving, "load", damaged)
    Standby.objects.create(version=three[1], asked_at=timezone.now(), until=timezone.now() + standby.HELD)
    # As the worker does when it is rung for.
    monkeypatch.setattr(standby, "ring", lambda: standby.hold_ready(IMAGE))
    with pytest.raises(Problem) as refused:
        standby.prove(three[1])
    assert (refused.value.status, str(refused.value)) == (
        409, "tiny v2 does not take over: one cannot load it. model.onnx is damaged.",
    )  # fmt: skip
    monkeypatch.setattr(serving, "load", Loaded)
    standby.prove(three[1])
    assert Worker.objects.get().loaded == [["tiny", 2]]


def test_a_version_that_nobody_has_loaded_in_time_waits_and_one_worker_is_enough(three: list[Version]) -> None:
    standby.prove(three[1], seconds=0.1)  # where nobody is, nobody is asked
    worker("one")
    with pytest.raises(Problem, match="No worker has loaded tiny v2 within"):
        standby.prove(three[1], seconds=0.1)
    worker("two", loaded=[["tiny", 2]])
    standby.prove(three[1], seconds=0.1)


def test_a_graph_that_no_session_takes_ends_no_worker(three: list[Version], monkeypatch: pytest.MonkeyPatch) -> None:
    def strange(*_: Any, **__: Any) -> Loaded:
        raise RuntimeError("no kernel for that")

    monkeypatch.setattr(serving, "load", strange)
    assert held() == []


@pytest.mark.django_db(transaction=True)
def test_a_worker_hears_at_once_that_something_is_wanted(broker: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[float] = []
    monkeypatch.setattr(standby, "hold_ready", lambda _kinds: looked.append(time.monotonic()))
    monkeypatch.setattr(standby, "LOOK_SECONDS", 30.0)
    ended = threading.Event()
    thread = threading.Thread(target=standby._keep, args=[IMAGE, ended])
    thread.start()
    until = time.monotonic() + 10
    while not broker.pubsub_numsub(standby.CHANNEL)[0][1]:
        assert time.monotonic() < until
        time.sleep(0.02)
    time.sleep(0.2)
    before = len(looked)
    standby.ring()
    while len(looked) == before:
        assert time.monotonic() < until
        time.sleep(0.02)
    ended.set()
    standby.ring()
    thread.join()

"""A worker that has answered all there was listens for a while, and ends in time for what else waits for it."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import User
from django.db import connection
from redis import Redis

from apps.core import draining
from apps.predictions import tasks
from apps.predictions.tests.conftest import InstantEngine, statuses

pytestmark = pytest.mark.django_db(transaction=True)
Queued = Callable[[int], list[str]]
IMAGE = "image-classification"


@contextmanager
def worker() -> Iterator[Future[None]]:
    """Runs the task of the bell meanwhile."""

    def drain() -> None:
        try:
            tasks.drain(IMAGE)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        yield pool.submit(drain)


def until_it_listens(broker: Redis) -> None:
    while not broker.keys("slipway:listens:*"):
        time.sleep(0.01)


def test_what_comes_soon_after_is_answered_without_celery(
    engine: InstantEngine, queued: Queued, owner: User, broker: Redis
) -> None:
    queued(2)
    broker.delete(IMAGE)
    with worker() as done:
        until_it_listens(broker)
        queued(1)
        done.result(5)
    assert statuses(owner) == ["succeeded"] * 3
    assert not broker.llen(IMAGE)
    assert len(engine.batches) == 2


def test_what_comes_while_it_computes_is_answered_next(
    engine: InstantEngine, queued: Queued, owner: User, broker: Redis
) -> None:
    claimed, sent = threading.Event(), threading.Event()

    def compute() -> None:
        claimed.set()
        sent.wait(5)

    engine.before = compute
    queued(1)
    with worker() as done:
        claimed.wait(5)
        queued(1)
        sent.set()
        done.result(5)
    assert statuses(owner) == ["succeeded"] * 2
    assert broker.llen(IMAGE) == 2, "a colleague who sleeps was woken too"


def test_sweep_and_heartbeat_wait_for_no_worker_that_listens(
    engine: InstantEngine, queued: Queued, owner: User, broker: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "LINGER_SECONDS", 0.5)
    queued(1)
    with worker() as done:
        began = time.monotonic()
        while not done.done() and time.monotonic() < began + 5:
            tasks.ring([IMAGE])
            time.sleep(0.02)
        assert done.done()


def test_a_worker_that_shall_end_listens_no_more(
    engine: InstantEngine, broker: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draining, "has_begun", lambda: True)
    began = time.monotonic()
    tasks.drain(IMAGE)
    assert time.monotonic() - began < tasks.LISTEN_SECONDS

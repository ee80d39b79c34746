"""A bell hangs once, and a broker that is away stops nobody who has committed."""

import logging
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from celery import shared_task
from redis import Redis

from apps.core import broker as broker_module
from apps.core.errors import Problem
from apps.queueing import bell

QUEUE = "of-a-test"


@shared_task(name="tests.rung")
def rung(_kind: str) -> None:
    """Never run: the tests look at the queue."""


@pytest.fixture(autouse=True)
def _quiet(broker: Redis) -> Iterator[None]:
    broker.flushdb()
    yield
    broker.flushdb()


def test_it_hangs_once_until_it_was_heard(broker: Redis) -> None:
    bell.ring_once(QUEUE, rung, "kind")
    bell.ring_once(QUEUE, rung, "kind")
    assert broker.llen(QUEUE) == 1
    bell.hear(QUEUE)
    bell.ring_once(QUEUE, rung, "kind")
    assert broker.llen(QUEUE) == 2


def test_each_queue_has_its_own(broker: Redis) -> None:
    bell.ring_once(QUEUE, rung, "kind")
    bell.ring_once("another", rung, "kind")
    assert (broker.llen(QUEUE), broker.llen("another")) == (1, 1)


def test_one_that_nobody_heard_for_long_may_be_rung_again(broker: Redis) -> None:
    bell.ring_once(QUEUE, rung, "kind")
    keys = broker.keys("slipway:*")
    assert len(keys) == 2
    assert all(0 < broker.ttl(key) <= bell.BELL_SECONDS for key in keys)


@contextmanager
def listening(name: str, seconds: int = 1) -> Iterator[Future[bool]]:
    """Somebody who listens meanwhile; whether it rang for them."""
    with ThreadPoolExecutor() as pool:
        heard = pool.submit(bell.listen, [QUEUE, "another"], name, seconds)
        while not broker_module.broker().exists(f"slipway:listens:{name}"):
            time.sleep(0.01)
        yield heard


def test_who_listens_is_called_and_celery_is_left_alone(broker: Redis) -> None:
    with listening("a") as heard:
        bell.ring_once("another", rung, "kind")
        assert heard.result(2)
    assert not broker.llen("another")


def test_one_is_called_by_each_ring_and_celery_when_nobody_listens_any_more(broker: Redis) -> None:
    with listening("a") as first, listening("b") as second:
        for _ in range(3):
            bell.ring_once(QUEUE, rung, "kind")
        assert (first.result(2), second.result(2)) == (True, True)
    assert broker.llen(QUEUE) == 1


def test_what_rang_before_somebody_listened_is_heard_once() -> None:
    bell.ring_once(QUEUE, rung, "kind")
    assert bell.listen([QUEUE], "a", 1)
    assert not bell.listen([QUEUE], "a", 1)


def test_while_a_task_hangs_no_second_is_sent_for_those_who_are_busy(broker: Redis) -> None:
    for _ in range(3):
        bell.ring_once(QUEUE, rung, "kind")
        assert bell.listen([QUEUE], "a", 1)
    assert broker.llen(QUEUE) == 1


def test_what_the_task_has_come_for_is_not_heard_again() -> None:
    bell.ring_once(QUEUE, rung, "kind")
    bell.hear(QUEUE)
    assert not bell.listen([QUEUE], "a", 1)


def test_who_was_killed_while_listening_is_called_once_at_most(broker: Redis) -> None:
    with listening("killed") as heard:
        heard.result(2)
    broker.set("slipway:listens:killed", 1)
    broker.sadd(f"slipway:listeners:{QUEUE}", "killed")
    bell.ring_once(QUEUE, rung, "kind")
    assert not broker.llen(QUEUE), "nobody knows yet"
    bell.ring_once(QUEUE, rung, "kind")
    assert broker.llen(QUEUE) == 1
    assert 0 < broker.ttl("slipway:called:killed") <= bell.BELL_SECONDS


@pytest.fixture
def _away(monkeypatch: pytest.MonkeyPatch) -> None:
    away = Redis.from_url("unix:///nowhere/broker.sock")
    monkeypatch.setattr(bell, "broker", lambda: away)
    monkeypatch.setattr(broker_module, "broker", lambda: away)


@pytest.mark.usefixtures("_away")
def test_a_broker_that_is_away_is_a_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        bell.ring_once(QUEUE, rung, "kind")
        assert not bell.listen([QUEUE], "a", 1)
    assert f"could not ring the bell of {QUEUE}" in caplog.text


@pytest.mark.usefixtures("_away")
def test_new_work_is_refused_while_the_broker_is_away() -> None:
    with pytest.raises(Problem, match="nothing was stored") as refused:
        broker_module.require_broker()
    assert refused.value.status == 503


def test_a_broker_that_is_there_answers_and_refuses_nothing() -> None:
    assert broker_module.ping() == "answers"
    broker_module.require_broker()

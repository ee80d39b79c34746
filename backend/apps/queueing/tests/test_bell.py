"""A bell hangs once, and a broker that is away stops nobody who has committed."""

import logging
from collections.abc import Iterator

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
    (key,) = broker.keys("slipway:bell:*")
    assert 0 < broker.ttl(key) <= bell.BELL_SECONDS


@pytest.fixture
def _away(monkeypatch: pytest.MonkeyPatch) -> None:
    away = Redis.from_url("unix:///nowhere/broker.sock")
    monkeypatch.setattr(bell, "broker", lambda: away)
    monkeypatch.setattr(broker_module, "broker", lambda: away)


@pytest.mark.usefixtures("_away")
def test_a_broker_that_is_away_is_a_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        bell.ring_once(QUEUE, rung, "kind")
    assert f"could not ring the bell of {QUEUE}" in caplog.text


@pytest.mark.usefixtures("_away")
def test_new_work_is_refused_while_the_broker_is_away() -> None:
    with pytest.raises(Problem, match="nothing was stored") as refused:
        broker_module.require_broker()
    assert refused.value.status == 503


def test_a_broker_that_is_there_answers_and_refuses_nothing() -> None:
    assert broker_module.ping() == "answers"
    broker_module.require_broker()

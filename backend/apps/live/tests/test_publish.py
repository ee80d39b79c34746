"""What is published reaches whoever listens in a web process, and a broker that is away keeps nobody waiting."""

import asyncio
import logging
import os
import time
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings
from redis import Redis

from apps.core import draining
from apps.live import hub as hubs
from apps.live import publish
from apps.live.hub import Hub, Inbox
from apps.live.publish import Published


@pytest.fixture(autouse=True)
def _fresh_publisher() -> Iterator[None]:
    publish._publisher.cache_clear()
    yield
    publish._publisher.cache_clear()


def event(seq: int = 1, user_id: int = 7, subject: UUID | None = None) -> Published:
    return Published(user_id, seq, subject or uuid4(), f'{{"seq":{seq},"data":{{"text":"a b\\\\nc"}}}}')


async def subscribed(hub: Hub, inbox: Inbox) -> None:
    """Once the broker has answered, everybody looks into the database."""
    assert await asyncio.wait_for(inbox.get(), 5) is None


async def test_each_listener_gets_what_concerns_it(broker: Redis) -> None:
    hub = Hub()
    mine, other, thing = event(1), event(1, user_id=8), event(2)
    with hub.listen([7]) as page, hub.listen([thing.subject]) as request:
        await subscribed(hub, page)
        await subscribed(hub, request)
        publish.publish([mine, other, thing])
        assert [await asyncio.wait_for(page.get(), 5) for _ in range(2)] == [mine, thing]
        assert await asyncio.wait_for(request.get(), 5) == thing
        assert (page.empty(), request.empty()) == (True, True)


async def test_what_was_published_just_before_listening_is_not_missed(broker: Redis) -> None:
    hub = Hub()
    with hub.listen([7]) as page:
        await subscribed(hub, page)
        began = time.monotonic()
        done = event(1)
        publish.publish([done])
        await asyncio.wait_for(page.get(), 5)
    with hub.listen([done.subject], since=began) as request:
        assert request.get_nowait() == done


async def test_of_two_that_came_in_the_wrong_order_the_later_is_not_missed(broker: Redis) -> None:
    hub = Hub()
    queued = event(1)
    ended = event(2, subject=queued.subject)
    with hub.listen([7]) as page:
        await subscribed(hub, page)
        began = time.monotonic()
        publish.publish([ended])
        publish.publish([queued])
        for _ in range(2):
            await asyncio.wait_for(page.get(), 5)
    with hub.listen([queued.subject], since=began) as request:
        assert request.get_nowait() == ended


async def test_where_too_much_was_published_meanwhile_the_listener_looks_itself(
    broker: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "RECENT_EVENTS", 2)
    hub = Hub()
    with hub.listen([7]) as page:
        await subscribed(hub, page)
        began = time.monotonic()
        first = event(1)
        publish.publish([first, event(2), event(3)])
        for _ in range(3):
            await asyncio.wait_for(page.get(), 5)
    with hub.listen([first.subject], since=began) as request:
        assert request.get_nowait() is None


async def test_a_listener_that_does_not_keep_up_looks_itself(broker: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "LONGEST_INBOX", 3)
    hub = Hub()
    with hub.listen([7]) as quick, hub.listen([7]) as slow:
        await subscribed(hub, quick)
        await subscribed(hub, slow)
        for seq in range(1, 6):
            publish.publish([event(seq)])
            await asyncio.wait_for(quick.get(), 5)
        assert slow.get_nowait() is None


async def test_a_request_looks_itself_while_the_broker_is_away_and_a_page_when_it_is_back(
    settings: Settings, broker: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "PAUSE_SECONDS", 0.05)
    there, settings.REDIS_URL = settings.REDIS_URL, "unix:///nowhere.sock"
    hub = Hub()
    with hub.listen([7]) as page, hub.listen([uuid4()]) as request:
        for _ in range(2):
            assert await asyncio.wait_for(request.get(), 5) is None
        assert page.empty()
        settings.REDIS_URL = there
        assert await asyncio.wait_for(page.get(), 5) is None


async def test_a_message_that_cannot_be_read_ends_nothing(broker: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "PAUSE_SECONDS", 0.05)
    hub = Hub()
    with hub.listen([7]) as page, hub.listen([uuid4()]) as request:
        await subscribed(hub, page)
        await subscribed(hub, request)
        broker.publish(publish.CHANNEL, "of another release")
        await subscribed(hub, request)
        await subscribed(hub, page)
        publish.publish([event(1)])
        assert await asyncio.wait_for(page.get(), 5) is not None


async def test_who_waits_hears_that_the_process_shall_end(broker: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub()
    with hub.listen([uuid4()]) as request:
        await subscribed(hub, request)
        monkeypatch.setattr(draining, "has_begun", lambda: True)
        assert await asyncio.wait_for(request.get(), 5) is None


def test_a_broker_that_is_away_is_a_line_of_the_log_and_then_left_alone(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = "unix:///nowhere.sock"
    with caplog.at_level(logging.WARNING):
        publish.publish([event()])
        publish.publish([event()])
    assert len(caplog.records) == 1


def test_a_forked_child_publishes_by_itself(broker: Redis) -> None:
    with broker.pubsub(ignore_subscribe_messages=True) as subscription:
        subscription.subscribe(publish.CHANNEL)
        publish.publish([event(1)])
        child = os.fork()
        if child == 0:
            try:
                publish.publish([event(2)])
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        heard: list[int] = []
        for _ in range(50):
            message = subscription.get_message(timeout=0.1)
            heard += [one.seq for one in publish.parse(message["data"])] if message else []
        assert heard == [1, 2]

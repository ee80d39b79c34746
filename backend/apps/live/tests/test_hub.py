"""The one subscription of a web: it ends when it is told to, and gives up a broker that does not answer."""

import asyncio
from uuid import uuid4

import pytest
from pytest_django import Settings
from redis import Redis

from apps.live import hub
from apps.live.publish import CHANNEL, Published, payload_of

# More turns of the event loop than it takes to connect, to subscribe and to begin to listen.
TURNS = 60


@pytest.mark.usefixtures("broker")
@pytest.mark.parametrize("turns", range(TURNS))
async def test_it_ends_whenever_it_is_told_to(turns: int) -> None:
    hearing = asyncio.create_task(hub.Hub()._hear())
    for _ in range(turns):
        await asyncio.sleep(0)
    hearing.cancel()
    await asyncio.wait([hearing], timeout=2)
    assert hearing.cancelled()


@pytest.mark.parametrize("wish", ["protocol=3", "socket_timeout=1"])
async def test_what_is_published_is_heard_whatever_the_address_of_the_broker_asks_for(
    settings: Settings, broker: Redis, wish: str
) -> None:
    settings.REDIS_URL += f"?{wish}"
    event = Published(user_id=1, seq=1, subject=uuid4(), text="{}")
    one = hub.Hub()
    with one.listen([event.subject]) as inbox:
        assert await asyncio.wait_for(inbox.get(), 5) is None, "it listens"
        await asyncio.to_thread(broker.publish, CHANNEL, payload_of([event]))
        assert await asyncio.wait_for(inbox.get(), 5) == event
    assert one._task
    one._task.cancel()


async def test_whoever_waits_looks_into_the_database_while_the_broker_does_not_answer(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    socket = f"{settings.DATA_DIR}/silent.sock"
    settings.REDIS_URL = f"unix://{socket}"
    monkeypatch.setattr(hub, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(hub, "PAUSE_SECONDS", 0.01)
    async with await asyncio.start_unix_server(lambda _reader, _writer: None, socket):
        one = hub.Hub()
        with one.listen([uuid4()]) as inbox:
            assert await asyncio.wait_for(inbox.get(), 5) is None
        assert one._task
        one._task.cancel()

"""Who could not acknowledge a message hears the next."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from kombu import Connection, Consumer, Queue
from kombu.message import Message
from kombu.transport import redis as transport
from redis import Redis
from redis.exceptions import ConnectionError as Away

from processes import credit


@pytest.fixture
def connection(broker: Redis, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """To the broker of the tests, as a worker has it."""
    monkeypatch.setattr(transport.Channel, "QoS", transport.QoS)
    credit.give_back()
    with Connection(settings.REDIS_URL.replace("unix://", "redis+socket://", 1)) as made:
        yield made


def test_a_message_that_cannot_be_acknowledged_does_not_keep_the_next_one_away(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    def hear(body: str, message: Message) -> None:
        heard.append(body)
        with monkeypatch.context() as away:
            away.setattr(transport.QoS, "_remove_from_indices", lambda *_: (_ for _ in ()).throw(Away("gone")))
            with pytest.raises(Away):
                message.ack()

    queue = Queue("credit")
    consumer = Consumer(connection.channel(), [queue], callbacks=[hear], prefetch_count=1)
    with consumer, connection.Producer() as producer:
        for text in ("first", "second"):
            producer.publish(text, routing_key=queue.name, declare=[queue])
        for _ in range(2):
            connection.drain_events(timeout=5)
    assert heard == ["first", "second"]

"""The broker forgets the queues of workers that are long gone."""

import time
from datetime import timedelta

from kombu import Connection, Exchange, Queue
from redis import Redis

from apps.queueing.silent_queues import forget_silent_queues
from config.celery_settings import broker_url


def test_only_queues_of_workers_that_nobody_calls_are_forgotten(broker: Redis) -> None:
    broker.flushdb()
    with Connection(broker_url) as connection:
        for name in ("worker.gone@pod", "worker.here@pod", "slipway"):
            Queue(name, Exchange(name), routing_key=name, channel=connection.default_channel).declare()
        connection.Producer().publish("heartbeat", exchange="worker.gone@pod", routing_key="worker.gone@pod")
        assert broker.llen("worker.gone@pod") == 1
        time.sleep(2.1)
        connection.Producer().publish("heartbeat", exchange="worker.here@pod", routing_key="worker.here@pod")
        assert forget_silent_queues("worker.", timedelta(seconds=2)) == 1
    left = {key.decode() for key in broker.scan_iter("*")}
    assert {"_kombu.binding.worker.here@pod", "worker.here@pod", "_kombu.binding.slipway"} <= left
    assert not [key for key in left if "gone" in key]

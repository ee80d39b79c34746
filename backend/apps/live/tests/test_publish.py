"""A hint never keeps its sender waiting, and its loss is a line of the log."""

import asyncio
import logging
import os
import threading
import time
from typing import Any

import pytest
from redis import Redis

from apps.live import publish


class Layer:
    """A channel layer that takes `seconds`, or fails."""

    def __init__(self, seconds: float = 0, error: Exception | None = None) -> None:
        self.seconds, self.error = seconds, error
        self.groups: list[str] = []
        self.done = threading.Event()

    async def group_send(self, group: str, _message: Any) -> None:
        await asyncio.sleep(self.seconds)
        self.groups.append(group)
        self.done.set()
        if self.error:
            raise self.error


def test_a_broker_that_hangs_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    layer = Layer(seconds=0.3)
    monkeypatch.setattr(publish, "get_channel_layer", lambda: layer)
    began = time.monotonic()
    publish.publish([1, 2])
    assert time.monotonic() - began < 0.2
    assert layer.done.wait(5)
    assert set(layer.groups) <= {"user.1", "user.2"}


def test_a_hint_that_is_lost_is_a_line_of_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(publish, "get_channel_layer", lambda: Layer(error=ConnectionError("the broker is away")))
    with caplog.at_level(logging.WARNING):
        publish.publish([1])
        for _ in range(100):
            if caplog.records:
                break
            time.sleep(0.05)
    assert "the broker is away" in caplog.text


def test_a_forked_child_hints_by_itself(broker: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = Layer()
    monkeypatch.setattr(publish, "get_channel_layer", lambda: layer)
    publish.publish([1])
    assert layer.done.wait(5)
    child = os.fork()
    if child == 0:
        heard = False
        try:
            layer.done.clear()
            publish.publish([2])
            heard = layer.done.wait(5)
        finally:
            os._exit(0 if heard else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

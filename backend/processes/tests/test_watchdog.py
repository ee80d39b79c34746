"""When a worker is deaf, and when it only works or has nobody to hear."""

import time

import pytest

from processes import watchdog
from processes.watchdog import Hearing


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "DEAF_SECONDS", 0.05)


def test_whoever_does_not_hear_what_was_sent_long_ago_is_deaf() -> None:
    ears = Hearing()
    sent_at = time.monotonic()
    assert not ears.is_deaf(sent_at)
    time.sleep(0.06)
    assert ears.is_deaf(sent_at)


def test_whoever_heard_something_since_is_not_deaf() -> None:
    ears = Hearing()
    sent_at = time.monotonic()
    ears.begins()
    ears.ends()
    time.sleep(0.06)
    assert ears.heard_since(sent_at)
    assert not ears.is_deaf(sent_at)


def test_whoever_works_is_not_deaf() -> None:
    ears = Hearing()
    ears.begins()
    sent_at = time.monotonic()
    time.sleep(0.06)
    assert not ears.is_deaf(sent_at)

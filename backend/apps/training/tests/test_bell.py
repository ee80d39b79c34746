"""The bell wakes a trainer that waits, and nothing depends on it."""

import logging
import time

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks
from redis import Redis
from rest_framework.test import APIClient

from apps.core import draining
from apps.queueing import list_bell
from apps.training.jobs import bell
from apps.training.models import Job, Run
from apps.training.states import Status
from apps.training.tests.conftest import URL

pytestmark = pytest.mark.django_db


def test_who_waits_is_woken_once_however_often_it_rang(broker: Redis) -> None:
    bell.ring()
    bell.ring()
    assert bell.wait(5)
    assert not bell.wait(0.5)


def test_what_is_tried_again_rings(
    waiting_run: Run,
    as_operator: APIClient,
    broker: Redis,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    Job.objects.update(status=Status.FAILED)
    broker.flushdb()
    with django_capture_on_commit_callbacks(execute=True):
        as_operator.post(f"{URL}/runs/{waiting_run.pk}/retry")
    assert bell.wait(5)


def test_a_message_of_an_older_release_rings_and_is_gone(broker: Redis) -> None:
    broker.lpush("training", '{"body": "W1tdLCB7fV0=", "headers": {"task": "training.drain"}}')
    assert bell.wait(5)
    assert broker.llen("training") == 0


def test_a_trainer_that_is_told_to_end_waits_no_longer(broker: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draining, "has_begun", lambda: True)
    began = time.monotonic()
    assert not bell.wait(60)
    assert time.monotonic() - began < 1


def test_without_a_broker_it_is_waited_in_vain_but_not_too_long(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    away = Redis.from_url("unix:///nowhere/broker.sock")
    monkeypatch.setattr(list_bell, "broker", lambda: away)
    with caplog.at_level(logging.WARNING):
        bell.ring()
    assert "could not ring" in caplog.text
    began = time.monotonic()
    assert not bell.wait(0.5)
    assert 0.5 <= time.monotonic() - began < 5

"""A web process is killed with SIGKILL while it takes a request with an Idempotency-Key."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from apps.catalogue.models import Version
from apps.predictions import submit
from apps.predictions.models import IdempotencyKey, Prediction
from apps.predictions.tests.conftest import send
from apps.uploads.tests.files import photo
from conftest import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
KEY = {"Idempotency-Key": "order-17"}


def killed(owner: User, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Send a request from a process of its own that is killed where it calls `name`."""

    def die(*_: Any, **__: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    pid = os.fork()
    if pid == 0:
        # The parent's connection stays the parent's: closing it here would close it there.
        connection.connection = None
        monkeypatch.setattr(module, name, die)
        send(signed_in(owner), photo(), headers=KEY)
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL


def later(by: timedelta) -> None:
    IdempotencyKey.objects.update(created_at=timezone.now() - by)


def test_killed_before_the_rows_are_there_the_key_is_free_after_two_minutes(
    owner: User, versions: dict[str, Version], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(owner, monkeypatch, submit, "_queue")
    assert send(signed_in(owner), photo(), headers=KEY).status_code == 409
    later(timedelta(seconds=121))
    assert send(signed_in(owner), photo(), headers=KEY).status_code == 202
    assert Prediction.objects.count() == 1


def test_killed_inside_the_transaction_neither_rows_nor_an_answered_key_are_left(
    owner: User, versions: dict[str, Version], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(owner, monkeypatch, submit, "notify")
    assert Prediction.objects.count() == 0
    assert IdempotencyKey.objects.get().predictions is None


def test_killed_after_the_commit_the_key_stands_for_the_rows_and_nothing_runs_twice(
    owner: User, versions: dict[str, Version], monkeypatch: pytest.MonkeyPatch, queued: Callable[[int], list[str]]
) -> None:
    killed(owner, monkeypatch, submit, "tell_and_ring")
    later(timedelta(seconds=121))
    again = send(signed_in(owner), photo(), headers=KEY)
    assert (again.status_code, again.json()["id"]) == (202, str(Prediction.objects.get().pk))


def test_a_request_that_was_taken_for_dead_adds_nothing(
    owner: User, versions: dict[str, Version], monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = submit._insert

    def overtaken(rows: list[Prediction]) -> None:
        insert(rows)
        if Prediction.objects.count() == 1:
            # As if two minutes had gone: the key is free, and another request has taken it and answered.
            IdempotencyKey.objects.update(predictions=["another"])

    monkeypatch.setattr(submit, "_insert", overtaken)
    answer = send(signed_in(owner), photo(), headers=KEY)
    assert (answer.status_code, Prediction.objects.count()) == (409, 0)
    assert not transaction.get_connection().in_atomic_block

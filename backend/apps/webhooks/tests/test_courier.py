"""The thread that sends: it hears the bell, goes on after any fault, and ends when it is told to."""

import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from threading import Lock

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError

from apps.webhooks import bell
from apps.webhooks import courier as room
from apps.webhooks.claim import MOST_TO_ONE, claim
from apps.webhooks.courier import Courier
from apps.webhooks.models import Delivery, Status, Webhook
from apps.webhooks.send import Outcome, send
from apps.webhooks.tests.conftest import Receiver
from apps.webhooks.tests.test_send import tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it did not come true in time"
        time.sleep(0.02)


def has_ended(row: Delivery) -> bool:
    row.refresh_from_db()
    return row.status in {Status.SUCCEEDED, Status.FAILED}


def slowly(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1)
    handler.send_response(200)
    handler.end_headers()


def stand_still() -> bool:
    time.sleep(0.5)
    return False


def test_what_is_told_is_sent_when_the_bell_rings(
    webhook: Webhook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "LOOK_SECONDS", 60.0)
    with Courier("here"):
        time.sleep(1.5)  # it has looked, and listens
        row = tell(webhook)
        until(lambda: has_ended(row))
    assert len(receiver.received) == 1


def test_it_ends_when_it_is_told_to_and_what_is_being_sent_is_sent_to_its_end(
    webhook: Webhook, receiver: Receiver
) -> None:
    receiver.answer = slowly
    row = tell(webhook)
    with Courier("here"):
        until(lambda: bool(receiver.received))
    assert has_ended(row)
    assert row.status == Status.SUCCEEDED


def test_what_its_former_self_held_is_sent(webhook: Webhook, receiver: Receiver) -> None:
    row = tell(webhook)
    assert claim("here")
    with Courier("here"):
        until(lambda: has_ended(row))
    assert row.attempt == 2


def test_four_at_once_are_sent_to_one_webhook(webhook: Webhook, receiver: Receiver) -> None:
    at_once, most = [0], [0]
    lock = Lock()

    def counted(handler: BaseHTTPRequestHandler) -> None:
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        slowly(handler)
        with lock:
            at_once[0] -= 1

    receiver.answer = counted
    rows = [tell(webhook) for _ in range(8)]
    with Courier("here"):
        until(lambda: len(receiver.received) == 8)
    assert all(has_ended(row) for row in rows)
    assert most == [MOST_TO_ONE]


def test_without_the_database_it_waits_and_goes_on(
    webhook: Webhook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = iter([OperationalError("the database is away")] * 2)

    def away(*given: object) -> object:
        if fault := next(faults, None):
            raise fault
        return claim(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "claim", away)
    monkeypatch.setattr(room, "AGAIN_SECONDS", 0.05)
    monkeypatch.setattr(room, "LOOK_SECONDS", 0.1)
    row = tell(webhook)
    with Courier("here") as courier:
        until(lambda: has_ended(row))
        assert courier.complaint() == ""


def test_a_fault_that_nobody_has_foreseen_ends_that_attempt_and_not_the_others(
    webhook: Webhook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = tell(webhook), tell(webhook)

    def strange(asking: object, delivery: Delivery) -> Outcome:
        if delivery.pk == bad.pk:
            raise ValueError("strange")
        return send(asking, delivery)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "send", strange)
    with Courier("here"):
        until(lambda: has_ended(good))
        until(lambda: bool(Delivery.objects.get(pk=bad.pk).error))
    bad.refresh_from_db()
    assert (bad.status, bad.tries) == (Status.QUEUED, 1)
    assert bad.error == "It could not be sent; the log of the scheduler says why."


def test_a_thread_that_ended_or_stands_still_is_complained_of(
    owner: User, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "STUCK_SECONDS", 0.2)
    monkeypatch.setattr(bell, "wait", stand_still)
    courier = Courier("here")
    with courier:
        until(lambda: "stood still" in courier.complaint())
    assert "Nothing sends webhooks" in courier.complaint()

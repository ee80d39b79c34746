"""What is sent, and what comes of each answer."""

import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from apps.webhooks import send as sending
from apps.webhooks.actions import make, send_again
from apps.webhooks.models import Delivery, Status, Webhook
from apps.webhooks.outbox import Message, Target, put
from apps.webhooks.schedule import DELAYS
from apps.webhooks.selectors import shape_of
from apps.webhooks.tests.conftest import Receiver, deliver, let_it_be_due
from conftest import Configure


def tell(webhook: Webhook, url: str = "") -> Delivery:
    """One event for it."""
    (row,) = put([Message(Target(webhook=str(webhook.pk), url=url), "training.completed", "1", '{"name":"käse"}')])
    return row


def now_of(delivery: Delivery) -> Delivery:
    delivery.refresh_from_db()
    return delivery


def test_it_comes_signed_with_what_happened(webhook: Webhook, receiver: Receiver) -> None:
    row = tell(webhook)
    assert deliver() == 1
    (came,) = receiver.received
    told = came.verified(webhook.secrets[0]["secret"])
    assert (told["type"], told["data"], sorted(told)) == (
        "training.completed", {"name": "käse"}, ["data", "timestamp", "type"],
    )  # fmt: skip
    assert (came.path, came.headers["content-type"]) == ("/hook", "application/json")
    assert came.headers["webhook-id"] == str(row.pk)
    now_of(row)
    assert (row.status, row.tries, row.due_at, row.answer_status) == (Status.SUCCEEDED, 1, None, 204)
    assert deliver() == 0


def test_it_is_tried_ten_times_in_three_days_under_one_id_and_then_given_up(
    webhook: Webhook, receiver: Receiver
) -> None:
    receiver.status = 500
    row, delays = tell(webhook), []
    while now_of(row).status == Status.QUEUED:
        let_it_be_due(row)
        assert deliver() == 1
        now_of(row)
        if row.due_at and row.tried_at:
            delays.append(row.due_at - row.tried_at)
    assert (row.status, row.tries, row.due_at, row.answer_status) == (Status.FAILED, 10, None, 500)
    assert len(receiver.received) == 10
    assert len({came.headers["webhook-id"] for came in receiver.received}) == 1
    for delay, usual in zip(delays, DELAYS, strict=True):
        assert 0.89 < delay / usual < 1.11
    assert timedelta(days=3) < sum(DELAYS, timedelta()) < timedelta(days=3.5)


def test_a_receiver_may_ask_for_more_time_and_not_for_ever(webhook: Webhook, receiver: Receiver) -> None:
    asked = {"3600": 3600, "999999999": 24 * 3600, "inf": 5, "tomorrow": 5, "-3": 5}
    for header, seconds in asked.items():

        def busy(handler: BaseHTTPRequestHandler, header: str = header) -> None:
            handler.send_response(503)
            handler.send_header("Retry-After", header)
            handler.end_headers()

        receiver.answer = busy
        row = tell(webhook)
        let_it_be_due(row)
        deliver()
        now_of(row)
        assert row.due_at
        assert row.tried_at
        assert (row.due_at - row.tried_at).total_seconds() == pytest.approx(seconds, rel=0.11), header


def test_a_redirect_is_no_success(webhook: Webhook, receiver: Receiver) -> None:
    def away(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", receiver.url)
        handler.end_headers()

    receiver.answer = away
    row = tell(webhook)
    assert deliver() == 1
    assert (now_of(row).status, row.answer_status, len(receiver.received)) == (Status.QUEUED, 302, 1)


def test_of_an_answer_the_first_kilobyte_is_kept_as_text_that_any_database_takes(
    webhook: Webhook, receiver: Receiver
) -> None:
    def long(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b"\0\xff" + b"x" * 5_000_000)

    receiver.answer = long
    row = tell(webhook)
    began = time.monotonic()
    deliver()
    assert time.monotonic() - began < 5
    assert now_of(row).status == Status.SUCCEEDED
    assert row.answer == "��" + "x" * 1022


def test_who_does_not_answer_in_time_is_told_so(
    webhook: Webhook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.3)
    receiver.answer = lambda _: time.sleep(1)
    row = tell(webhook)
    deliver()
    assert (now_of(row).status, row.answer_status, row.error) == (
        Status.QUEUED, None, "It did not answer within 0.3 s.",
    )  # fmt: skip


def test_of_what_is_no_answer_little_is_kept(webhook: Webhook, receiver: Receiver) -> None:
    def rubbish(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"\xff" * 50_000 + b"\r\n\r\n")

    receiver.answer = rubbish
    row = tell(webhook)
    deliver()
    assert now_of(row).error.startswith("There was no answer: illegal status line")
    assert len(now_of(row).error) < 300


def test_who_hangs_up_in_the_middle_of_an_answer_has_answered(webhook: Webhook, receiver: Receiver) -> None:
    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"half")

    receiver.answer = half
    row = tell(webhook)
    deliver()
    assert (now_of(row).status, row.answer) == (Status.SUCCEEDED, "half")


def test_nobody_there_is_tried_again(owner: User, receiver: Receiver) -> None:
    row = tell(make(owner, name="Nobody", url="http://127.0.0.1:9999/", types=[], keys=[]))
    deliver()
    assert now_of(row).status == Status.QUEUED
    assert row.error.startswith("There was no answer: ")


def test_an_address_inside_is_not_asked_again_and_again(
    webhook: Webhook, receiver: Receiver, configure: Configure
) -> None:
    row = tell(webhook)
    configure(outgoing_networks=())
    deliver()
    assert (now_of(row).status, row.tries, receiver.received) == (Status.FAILED, 1, [])
    assert row.error == "This is an address of a private network, which SLIPWAY_OUTGOING_NETWORKS does not allow."


def test_what_failed_can_be_sent_again_under_its_id(owner: User, webhook: Webhook, receiver: Receiver) -> None:
    row = tell(webhook)
    Delivery.objects.update(status=Status.FAILED, due_at=None, tries=10)
    send_again(owner, webhook.pk, row.pk)
    assert deliver() == 1
    assert receiver.received[0].headers["webhook-id"] == str(row.pk)
    assert (now_of(row).status, row.tries) == (Status.SUCCEEDED, 1)


def test_nothing_is_sent_before_its_time_nor_for_whoever_was_deactivated(
    owner: User, webhook: Webhook, receiver: Receiver
) -> None:
    row = tell(webhook)
    Delivery.objects.update(due_at=timezone.now() + timedelta(minutes=1))
    assert deliver() == 0
    let_it_be_due(row)
    User.objects.update(is_active=False)
    assert deliver() == 0
    User.objects.update(is_active=True)
    assert deliver() == 1
    assert shape_of(webhook).waiting == 0

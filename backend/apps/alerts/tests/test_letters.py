"""Alerts come by mail, to a server that really takes it."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.alerts.evaluate import judge
from apps.alerts.letters import DELAYS, send_due
from apps.alerts.models import Letter
from apps.alerts.readings import Reading
from apps.alerts.rules import BACKUP_FAILED
from conftest import Configure

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
TO = ("ops@example.com", "night@example.com")


class Box(Message):
    """Keeps what came."""

    def __init__(self) -> None:
        super().__init__(EmailMessage)
        self.received: list[EmailMessage] = []

    def handle_message(self, message: object) -> None:
        self.received.append(cast("EmailMessage", message))


@pytest.fixture
def box(configure: Configure) -> Iterator[Box]:
    box = Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    configure(smtp_url=f"smtp://127.0.0.1:{port}", mail_from="slipway@example.com", alert_mail_to=TO)
    yield box
    server.stop()


def a_backup_fails_and_is_put_right() -> None:
    begin = timezone.now()
    for seconds, value in ((0, 1.0), (30, 1.0), (61, 1.0), (70, 0.0)):
        judge([Reading(BACKUP_FAILED, "", value)], begin + timedelta(seconds=seconds))


def test_one_when_it_opens_and_one_when_it_is_over(operator: User, as_operator: APIClient, box: Box) -> None:
    a_backup_fails_and_is_put_right()
    assert box.received == []
    send_due()
    send_due()
    assert [message["Subject"] for message in box.received] == [
        "[Slipway] backup_failed has opened", "[Slipway] backup_failed is over",
    ]  # fmt: skip
    assert {(message["From"], message["To"]) for message in box.received} == {("slipway@example.com", ", ".join(TO))}
    assert "Operations, Alerts" in str(box.received[0].get_payload())
    told = as_operator.get("/api/v1/operations/alerts").json()["mail"]
    assert (told["to"], told["error"]) == (list(TO), None)
    assert told["sent_at"] is not None


def test_a_server_that_is_away_is_asked_again_and_then_no_more(
    operator: User, as_operator: APIClient, configure: Configure
) -> None:
    configure(smtp_url="smtp://127.0.0.1:9", alert_mail_to=TO)
    a_backup_fails_and_is_put_right()
    Letter.objects.order_by("pk").last().delete()  # type: ignore[union-attr]
    for tries in range(1, len(DELAYS) + 2):
        send_due()
        send_due()
        assert Letter.objects.get().tries == tries
        Letter.objects.exclude(due_at=None).update(due_at=timezone.now())
    assert Letter.objects.get().due_at is None
    told = as_operator.get("/api/v1/operations/alerts").json()["mail"]
    assert told["error"].startswith("ConnectionRefusedError")


def test_without_a_server_or_anybody_to_tell_nothing_is_kept(operator: User, as_operator: APIClient) -> None:
    a_backup_fails_and_is_put_right()
    assert not Letter.objects.exists()
    assert as_operator.get("/api/v1/operations/alerts").json()["mail"] == {"to": [], "sent_at": None, "error": None}

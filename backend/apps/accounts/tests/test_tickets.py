"""A program gets a one-time ticket for the websocket."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from rest_framework.test import APIClient

from apps.accounts.models import Ticket
from apps.accounts.tickets import issue_ticket, redeem_ticket

URL = "/api/v1/ws-tickets"


def test_a_program_gets_a_ticket_that_opens_one_socket_once(owner: User, with_key: Callable[..., APIClient]) -> None:
    answer = with_key(owner).post(URL)
    assert answer.status_code == 201
    ends = parse_datetime(answer.json()["expires_at"])
    assert ends is not None
    assert timedelta(seconds=50) < ends - timezone.now() <= timedelta(seconds=60)
    assert redeem_ticket(answer.json()["ticket"]) == owner
    assert redeem_ticket(answer.json()["ticket"]) is None


def test_a_ticket_is_stored_as_a_digest(owner: User) -> None:
    text, _ = issue_ticket(owner)
    assert text not in str(Ticket.objects.values().get())


def test_an_old_ticket_opens_nothing(owner: User) -> None:
    text, _ = issue_ticket(owner)
    Ticket.objects.update(expires_at=timezone.now())
    assert redeem_ticket(text) is None


def test_an_unknown_ticket_opens_nothing(db: None) -> None:
    assert redeem_ticket("made up") is None


def test_the_ticket_of_a_deactivated_person_opens_nothing(owner: User) -> None:
    text, _ = issue_ticket(owner)
    User.objects.update(is_active=False)
    assert redeem_ticket(text) is None


def test_tickets_that_nobody_used_are_removed(owner: User) -> None:
    issue_ticket(owner)
    Ticket.objects.update(expires_at=timezone.now())
    issue_ticket(owner)
    assert Ticket.objects.count() == 1


def test_whoever_is_not_signed_in_gets_no_ticket(nobody: APIClient, db: None) -> None:
    assert nobody.post(URL).status_code == 401
    assert not Ticket.objects.exists()

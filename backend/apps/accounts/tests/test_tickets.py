"""A program gets a one-time ticket for the websocket."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from rest_framework.test import APIClient

from apps.accounts.models import ApiKey, Ticket
from apps.accounts.rights import Right
from apps.accounts.tickets import issue_ticket, redeem_ticket
from conftest import PASSWORD, signed_in

pytestmark = pytest.mark.usefixtures("broker")
URL = "/api/v1/ws-tickets"


def test_a_program_gets_a_ticket_that_opens_one_socket_once(owner: User, with_key: Callable[..., APIClient]) -> None:
    answer = with_key(owner).post(URL)
    assert answer.status_code == 201
    ends = parse_datetime(answer.json()["expires_at"])
    assert ends is not None
    assert timedelta(seconds=50) < ends - timezone.now() <= timedelta(seconds=60)
    right = redeem_ticket(answer.json()["ticket"])
    assert right == Right.of(owner, key=ApiKey.objects.get().pk)
    assert redeem_ticket(answer.json()["ticket"]) is None


def test_a_ticket_is_stored_as_a_digest(owner: User) -> None:
    text, _ = issue_ticket(Right.of(owner))
    assert text not in str(Ticket.objects.values().get())


def test_an_old_ticket_opens_nothing(owner: User) -> None:
    text, _ = issue_ticket(Right.of(owner))
    Ticket.objects.update(expires_at=timezone.now())
    assert redeem_ticket(text) is None


def test_an_unknown_ticket_opens_nothing(db: None) -> None:
    assert redeem_ticket("made up") is None


def test_the_ticket_of_a_deactivated_person_opens_nothing(owner: User) -> None:
    text, _ = issue_ticket(Right.of(owner))
    User.objects.update(is_active=False)
    assert redeem_ticket(text) is None


def test_a_ticket_ends_with_the_key_that_it_was_made_by(owner: User, with_key: Callable[..., APIClient]) -> None:
    ticket = with_key(owner).post(URL).json()["ticket"]
    ApiKey.objects.all().delete()
    assert redeem_ticket(ticket) is None


def test_a_ticket_ends_with_the_session_that_it_was_made_by(as_owner: APIClient) -> None:
    first, second = (as_owner.post(URL).json()["ticket"] for _ in range(2))
    assert redeem_ticket(first)
    as_owner.delete("/api/v1/session")
    assert redeem_ticket(second) is None


def test_a_ticket_ends_with_the_password_that_its_maker_signed_in_with(as_owner: APIClient, owner: User) -> None:
    elsewhere = signed_in(owner)
    tickets = [client.post(URL).json()["ticket"] for client in (elsewhere, as_owner)]
    change = {"current_password": PASSWORD, "new_password": "seven owls on a wire"}
    assert as_owner.post("/api/v1/me/password", change, format="json").status_code == 204
    assert [redeem_ticket(ticket) for ticket in tickets] == [None, None]


def test_tickets_that_nobody_used_are_removed(owner: User) -> None:
    issue_ticket(Right.of(owner))
    Ticket.objects.update(expires_at=timezone.now())
    issue_ticket(Right.of(owner))
    assert Ticket.objects.count() == 1


def test_whoever_is_not_signed_in_gets_no_ticket(nobody: APIClient, db: None) -> None:
    assert nobody.post(URL).status_code == 401
    assert not Ticket.objects.exists()

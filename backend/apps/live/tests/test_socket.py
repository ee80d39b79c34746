"""The websocket: who may listen, what is replayed, and that nobody hears of others."""

import asyncio
import json
from collections.abc import Callable
from unittest.mock import Mock
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import OperationalError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from apps.accounts.keys import create_key
from apps.accounts.models import Ticket
from apps.accounts.rights import Right
from apps.accounts.tickets import issue_ticket
from apps.core import draining
from apps.live import consumers, events, lookout
from apps.live.models import Event
from apps.live.tests.page import Page
from apps.live.trim import trim

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("broker")]
ORIGIN = (b"origin", b"http://testserver")
HOST = (b"host", b"testserver")
WayIn = Callable[[User], tuple[str, list[tuple[bytes, bytes]]]]


def tell(user: User, *words: str) -> None:
    """One event per word."""
    with transaction.atomic():
        events.record(events.News.whole(user.pk, "training.updated", uuid4(), {"word": word}) for word in words)


def cookie_of(user: User) -> tuple[bytes, bytes]:
    client = Client()
    client.force_login(user)
    return b"cookie", f"sessionid={client.cookies['sessionid'].value}".encode()


def socket(query: str = "", *headers: tuple[bytes, bytes]) -> Page:
    return Page(f"/ws/v1/events{query}", [HOST, *headers])


async def test_a_page_hears_what_came_after_and_then_what_comes(owner: User) -> None:
    await sync_to_async(tell)(owner, "one", "two", "three")
    page = socket("?after=1", await sync_to_async(cookie_of)(owner), ORIGIN)
    assert await page.connect() == 0
    assert [message["data"]["word"] for message in await page.heard(2)] == ["two", "three"]
    await sync_to_async(tell)(owner, "four")
    (live,) = await page.heard(1)
    assert live == {"seq": 4, "type": "training.updated", "data": {"word": "four"}}
    await page.disconnect()


async def test_without_after_only_the_future_is_heard(owner: User) -> None:
    await sync_to_async(tell)(owner, "past")
    page = socket("", await sync_to_async(cookie_of)(owner), ORIGIN)
    await page.connect()
    assert await page.receive_nothing(0.2)
    await sync_to_async(tell)(owner, "future")
    assert (await page.heard(1))[0]["seq"] == 2
    await page.disconnect()


async def test_a_stranger_hears_nothing_of_mine(owner: User, stranger: User) -> None:
    page = socket("?after=0", await sync_to_async(cookie_of)(stranger), ORIGIN)
    await page.connect()
    await sync_to_async(tell)(owner, "secret")
    assert await page.receive_nothing(0.3)
    await page.disconnect()


async def test_where_history_was_trimmed_the_page_is_told_to_reload(owner: User) -> None:
    await sync_to_async(tell)(owner, "one", "two")
    await sync_to_async(Event.objects.update)(at="2020-01-01T00:00Z")
    await sync_to_async(trim)(7)
    page = socket("?after=1", await sync_to_async(cookie_of)(owner), ORIGIN)
    await page.connect()
    assert await page.heard(1) == [{"type": "resync"}]
    await sync_to_async(tell)(owner, "three")
    assert (await page.heard(1))[0]["seq"] == 3
    await page.disconnect()


async def test_a_web_that_ends_leaves_it_to_the_next_one_to_tell_what_was_missed(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draining, "has_begun", lambda: True)
    await sync_to_async(tell)(owner, "one", "two")
    page = socket("?after=0", await sync_to_async(cookie_of)(owner), ORIGIN)
    await page.connect()
    assert await page.receive_nothing(0.2)
    await page.disconnect()


async def test_in_silence_there_is_a_heartbeat(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "HEARTBEAT_SECONDS", 0.05)
    page = socket("", await sync_to_async(cookie_of)(owner), ORIGIN)
    await page.connect()
    assert await page.heard(2) == [{"type": "heartbeat"}] * 2
    await page.disconnect()


async def test_what_was_not_published_comes_at_a_heartbeat(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "HEARTBEAT_SECONDS", 0.2)
    monkeypatch.setattr(lookout, "GATHER_SECONDS", 0)
    monkeypatch.setattr(events, "publish", lambda _users: None)
    page = socket("", await sync_to_async(cookie_of)(owner), ORIGIN)
    await page.connect()
    await page.heard(1)
    await sync_to_async(tell)(owner, "unannounced")
    assert {message["type"] for message in await page.heard(2)} == {"heartbeat", "training.updated"}
    await page.disconnect()


async def test_a_heartbeat_reads_no_events_where_nothing_was_missed(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr(lookout, "GATHER_SECONDS", 0)
    page = socket("", await sync_to_async(cookie_of)(owner), ORIGIN)
    await page.connect()
    await page.heard(1)
    monkeypatch.setattr(events, "after", Mock(side_effect=AssertionError))
    assert await page.heard(3) == [{"type": "heartbeat"}] * 3
    await page.disconnect()


async def test_pages_that_ask_together_are_answered_by_one_statement(
    owner: User, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sync_to_async(tell)(owner, "one", "two")
    monkeypatch.setattr(lookout, "GATHER_SECONDS", 0.1)
    statement = Mock(side_effect=lookout._newest_of)
    monkeypatch.setattr(lookout, "_newest_of", statement)
    answers: asyncio.Queue[int | None] = asyncio.Queue()
    for user in (owner, owner, stranger):
        lookout.lookout().ask(Right.of(user), answers.put_nowait)
    assert [await answers.get() for _ in range(3)] == [2, 2, 0]
    statement.assert_called_once()


async def test_a_page_outlives_a_database_that_is_away_at_a_heartbeat(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr(lookout, "GATHER_SECONDS", 0)
    page = socket("", await sync_to_async(cookie_of)(owner), ORIGIN)
    await page.connect()
    with monkeypatch.context() as away:
        away.setattr(lookout, "_newest_of", Mock(side_effect=OperationalError("away")))
        await page.heard(3)
    monkeypatch.setattr(events, "publish", lambda _users: None)
    await sync_to_async(tell)(owner, "meanwhile")
    kinds = [message["type"] for message in await page.heard(5)]
    assert "training.updated" in kinds
    await page.disconnect()


async def test_a_ticket_opens_one_socket_once(owner: User) -> None:
    ticket, _ = await sync_to_async(issue_ticket)(Right.of(owner))
    page = socket(f"?ticket={ticket}")
    assert await page.connect() == 0
    await page.disconnect()
    assert await socket(f"?ticket={ticket}").connect() == 4401


async def test_a_long_absence_is_made_up_for_in_order_and_whole(owner: User) -> None:
    words = [str(number) for number in range(1, 602)]
    await sync_to_async(tell)(owner, *words)
    page = socket("?after=0", await sync_to_async(cookie_of)(owner), ORIGIN)
    await page.connect()
    assert [message["data"]["word"] for message in await page.heard(601)] == words
    await page.disconnect()


async def test_two_tabs_of_one_person_hear_the_same(owner: User) -> None:
    cookie = await sync_to_async(cookie_of)(owner)
    first, second = socket("", cookie, ORIGIN), socket("", cookie, ORIGIN)
    await first.connect()
    await second.connect()
    await sync_to_async(tell)(owner, "both")
    assert await first.heard(1) == await second.heard(1)
    await first.disconnect()
    await sync_to_async(tell)(owner, "still here")
    assert (await second.heard(1))[0]["data"] == {"word": "still here"}
    await second.disconnect()


async def test_whoever_was_deactivated_may_not_listen(owner: User) -> None:
    cookie = await sync_to_async(cookie_of)(owner)
    ticket, _ = await sync_to_async(issue_ticket)(Right.of(owner))
    await sync_to_async(User.objects.filter(pk=owner.pk).update)(is_active=False)
    assert await socket("", cookie, ORIGIN).connect() == 4401
    assert await socket(f"?ticket={ticket}").connect() == 4401


async def test_nobody_and_other_origins_are_refused(owner: User) -> None:
    cookie = await sync_to_async(cookie_of)(owner)
    assert await socket().connect() == 4401
    assert await socket("?ticket=made-up").connect() == 4401
    assert await socket("", cookie).connect() == 4403
    assert await socket("", cookie, (b"origin", b"http://evil.example")).connect() == 4403
    assert await socket("?after=soon", cookie, ORIGIN).connect() == 4400
    assert await Page("/ws/v1/nothing", [HOST]).connect() == 4404


async def test_a_server_that_can_gets_a_problem_as_the_refusal() -> None:
    page = socket()
    page.scope["extensions"] = {"websocket.http.response": {}}
    await page.send_input({"type": "websocket.connect"})
    start, body = await page.receive_output(5), await page.receive_output(5)
    assert start["status"] == 401
    assert (b"content-type", b"application/problem+json") in start["headers"]
    assert b"not_authenticated" in body["body"]


def sign_out(owner: User) -> None:
    Session.objects.all().delete()


def change_the_password(owner: User) -> None:
    owner.set_password("another one")
    owner.save()


def deactivate(owner: User) -> None:
    User.objects.update(is_active=False)


def delete_the_key(owner: User) -> None:
    owner.api_keys.all().delete()


def let_the_key_expire(owner: User) -> None:
    owner.api_keys.update(expires_at=timezone.now())


def by_session(owner: User) -> tuple[str, list[tuple[bytes, bytes]]]:
    return "", [cookie_of(owner), ORIGIN]


def by_ticket_of_a_session(owner: User) -> tuple[str, list[tuple[bytes, bytes]]]:
    client = Client()
    client.force_login(owner)
    return f"?ticket={client.post('/api/v1/ws-tickets').json()['ticket']}", []


def by_ticket_of_a_key(owner: User) -> tuple[str, list[tuple[bytes, bytes]]]:
    key, _ = create_key(owner, name="test", scopes=["predict"])
    ticket, _ = issue_ticket(Right.of(owner, key=key.pk))
    return f"?ticket={ticket}", []


@pytest.mark.parametrize(
    ("way_in", "end"),
    [
        (by_session, sign_out),
        (by_session, change_the_password),
        (by_session, deactivate),
        (by_ticket_of_a_session, sign_out),
        (by_ticket_of_a_session, change_the_password),
        (by_ticket_of_a_key, delete_the_key),
        (by_ticket_of_a_key, let_the_key_expire),
        (by_ticket_of_a_key, deactivate),
    ],
)
async def test_a_socket_is_closed_at_the_heartbeat_after_its_right_has_ended(
    owner: User, monkeypatch: pytest.MonkeyPatch, way_in: WayIn, end: Callable[[User], None]
) -> None:
    monkeypatch.setattr(consumers, "HEARTBEAT_SECONDS", 0.2)
    monkeypatch.setattr(lookout, "GATHER_SECONDS", 0)
    query, headers = await sync_to_async(way_in)(owner)
    page = socket(query, *headers)
    assert await page.connect() == 0
    assert await page.heard(2) == [{"type": "heartbeat"}] * 2
    await sync_to_async(end)(owner)
    while (message := await page.receive_output(5))["type"] == "websocket.send":
        assert json.loads(message["text"]) == {"type": "heartbeat"}
    assert (message["type"], message["code"]) == ("websocket.close", 4401)


async def test_a_wrong_after_does_not_use_up_the_ticket(owner: User) -> None:
    ticket, _ = await sync_to_async(issue_ticket)(Right.of(owner))
    assert await socket(f"?after=soon&ticket={ticket}").connect() == 4400
    assert await sync_to_async(Ticket.objects.count)() == 1


async def test_a_socket_leaves_the_session_as_it_is_while_secret_key_is_replaced(
    owner: User, settings: Settings
) -> None:
    cookie = await sync_to_async(cookie_of)(owner)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the new one", [settings.SECRET_KEY]
    page = socket("", cookie, ORIGIN)
    assert await page.connect() == 0
    await page.disconnect()
    assert cookie[1].endswith((await sync_to_async(Session.objects.get)()).pk.encode())

"""Guessing is slowed down at every door, by address and by account, and impossible while nobody counts."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from redis import Redis
from rest_framework.response import Response
from rest_framework.test import APIClient

from apps.accounts import tries
from apps.core import rate
from apps.core.rate import Limit
from conftest import PASSWORD, Configure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("broker")]
SESSION = "/api/v1/session"
Door = Callable[[APIClient, str, str], Response]


@pytest.fixture(autouse=True)
def _three_a_minute(configure: Configure, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(sign_in_limit="3/min")
    monkeypatch.setattr(tries, "GRANTS", Limit(3, 60))
    monkeypatch.setattr(tries, "ADDRESSES", 2)


def sign_in(client: APIClient, name: str = "owner", address: str = "10.0.0.1") -> Response:
    body = {"username": name, "password": "a guess"}
    return client.post(SESSION, body, format="json", REMOTE_ADDR=address)


def change_password(client: APIClient, _name: str = "", address: str = "10.0.0.1") -> Response:
    body = {"current_password": "a guess", "new_password": "seven owls on a wire"}
    return client.post("/api/v1/me/password", body, format="json", REMOTE_ADDR=address)


def make_ticket(client: APIClient, _name: str = "", address: str = "10.0.0.1") -> Response:
    return client.post("/api/v1/ws-tickets", REMOTE_ADDR=address)


def make_key(client: APIClient, _name: str = "", address: str = "10.0.0.1") -> Response:
    body = {"name": "a", "scopes": ["predict"]}
    return client.post("/api/v1/api-keys", body, format="json", REMOTE_ADDR=address)


ALL = [sign_in, change_password, make_ticket, make_key]


@pytest.mark.parametrize("door", ALL)
def test_one_try_too_many_is_told_when_to_come_again(as_owner: APIClient, door: Door) -> None:
    tries = [door(as_owner, "owner", "10.0.0.1") for _ in range(4)]
    assert 429 not in {answer.status_code for answer in tries[:3]}
    assert (tries[3].status_code, tries[3].json()["code"]) == (429, "rate_limited")  # type: ignore[attr-defined]
    assert 1 <= int(tries[3]["Retry-After"]) <= 20


@pytest.mark.parametrize("door", ALL)
def test_nobody_passes_while_tries_cannot_be_counted(
    as_owner: APIClient, monkeypatch: pytest.MonkeyPatch, door: Door
) -> None:
    away = Redis.from_url("redis://127.0.0.1:1/0")
    monkeypatch.setattr(rate, "broker", lambda: away)
    answer = door(as_owner, "owner", "10.0.0.1")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["detail"].startswith("The broker is away, and without it nobody can sign in")  # type: ignore[attr-defined]


def test_one_address_may_not_guess_the_passwords_of_many(nobody: APIClient, owner: User) -> None:
    assert [sign_in(nobody, name).status_code for name in ("owner", "b", "c", "d")] == [401, 401, 401, 429]
    assert sign_in(nobody, address="10.0.0.2").status_code == 401


def test_a_refused_address_takes_no_tries_from_the_account(nobody: APIClient, owner: User) -> None:
    for _ in range(9):
        sign_in(nobody, "somebody")
        sign_in(nobody)
    assert [sign_in(nobody, address=f"10.0.1.{number}").status_code for number in range(2)] == [401, 401]


def guess_from_many_addresses(client: APIClient) -> list[int]:
    return [sign_in(client, address=f"10.0.2.{number}").status_code for number in range(7)]


def test_many_addresses_may_not_guess_one_password(nobody: APIClient, owner: User) -> None:
    assert guess_from_many_addresses(nobody) == [*[401] * 6, 429]
    assert sign_in(nobody, "somebody else", "10.0.2.40").status_code == 401


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff"),
        ("fe80::1%eth0", "fe80::2%eth0"),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.1"),
    ],
)
def test_addresses_that_one_sender_has_are_one(nobody: APIClient, owner: User, one: str, other: str) -> None:
    assert [sign_in(nobody, f"{number}", one).status_code for number in range(3)] == [401] * 3
    assert sign_in(nobody, "owner", other).status_code == 429


@pytest.mark.parametrize(
    ("one", "other"), [("2001:db8::1", "2001:db8:0:1::1"), ("::ffff:10.0.0.1", "::ffff:10.0.0.2"), ("", "10.0.0.1")]
)
def test_addresses_of_two_senders_are_two(nobody: APIClient, owner: User, one: str, other: str) -> None:
    assert [sign_in(nobody, f"{number}", one).status_code for number in range(4)] == [*[401] * 3, 429]
    assert sign_in(nobody, "owner", other).status_code == 401


def right(client: APIClient, name: str = "owner") -> int:
    """The right password, from the address that guesses."""
    body = {"username": name, "password": PASSWORD}
    return int(client.post(SESSION, body, format="json", REMOTE_ADDR="10.0.2.1").status_code)


def test_a_browser_that_has_signed_in_before_is_not_locked_out_by_strangers(
    nobody: APIClient, owner: User, stranger: User
) -> None:
    browser = APIClient()
    assert right(browser) == 200
    assert browser.delete(SESSION).status_code == 204
    guess_from_many_addresses(nobody)
    assert right(APIClient()) == 429
    assert right(browser) == 200


def test_nor_is_whoever_is_signed_in_and_changes_the_password(as_owner: APIClient, nobody: APIClient) -> None:
    guess_from_many_addresses(nobody)
    body = {"current_password": PASSWORD, "new_password": "seven owls on a wire"}
    assert as_owner.post("/api/v1/me/password", body, format="json", REMOTE_ADDR="10.0.2.1").status_code == 204


def test_a_browser_that_has_signed_in_before_guesses_no_more_than_others(owner: User) -> None:
    browser = APIClient()
    assert right(browser) == 200
    assert [sign_in(browser, address=f"10.0.3.{number}").status_code for number in range(4)] == [*[401] * 3, 429]


@pytest.mark.parametrize("change", [lambda word: "", lambda word: f"x{word}", lambda word: word.swapcase()])
def test_a_forged_cookie_is_none(nobody: APIClient, owner: User, change: Callable[[str], str]) -> None:
    browser = APIClient()
    right(browser)
    browser.cookies["device"] = change(browser.cookies["device"].value)
    guess_from_many_addresses(nobody)
    assert right(browser) == 429


def test_a_browser_is_known_for_the_name_that_signed_in_there_alone(
    nobody: APIClient, owner: User, stranger: User
) -> None:
    browser = APIClient()
    assert right(browser, "stranger") == 200
    guess_from_many_addresses(nobody)
    assert right(browser) == 429


def test_the_cookie_is_sent_with_the_sign_in_alone_and_read_by_no_script(owner: User) -> None:
    browser = APIClient()
    right(browser)
    cookie = browser.cookies["device"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (SESSION, True, "Lax")
    assert "owner" not in cookie.value


def test_a_forged_forwarding_header_does_not_help(nobody: APIClient, owner: User) -> None:
    body = {"username": "x", "password": "a guess"}
    answers = [
        nobody.post(
            SESSION, {**body, "username": f"x{number}"}, format="json", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}"
        )
        for number in range(4)
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]


def test_looking_is_counted_apart_from_guessing(nobody: APIClient, owner: User) -> None:
    for _ in range(4):
        sign_in(nobody)
    assert nobody.get(SESSION).status_code == 200


def test_what_was_typed_as_a_name_is_not_written_down(nobody: APIClient, broker: Redis) -> None:
    sign_in(nobody, "my password by mistake")
    assert not [key for key in broker.keys("*") if b"mistake" in key]

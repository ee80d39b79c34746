"""Staff make people and lock them out in the page; who is invited chooses a password."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from rest_framework.test import APIClient

from conftest import PASSWORD, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("broker")]
PEOPLE = "/api/v1/people"
CHOSEN = "seven owls on a wire"


def make(client: APIClient, **fields: Any) -> Any:
    return client.post(PEOPLE, {"username": "ada", **fields}, format="json")


def take(path: str, password: str = CHOSEN, client: APIClient | None = None) -> Any:
    """Choose a password on the page that an invitation leads to."""
    page, _, inside = path.partition("#")
    assert page == "/invitation"
    body = {**dict(parse_qsl(inside)), "new_password": password}
    return (client or APIClient()).post("/api/v1/invitations", body, format="json")


def sign_in(username: str, password: str) -> int:
    body = {"username": username, "password": password}
    return Client().post("/api/v1/session", body, content_type="application/json").status_code


def change(client: APIClient, person: User, **fields: Any) -> Any:
    return client.patch(f"{PEOPLE}/{person.pk}", fields, format="json")


def test_who_is_invited_chooses_a_password_and_signs_in(as_operator: APIClient) -> None:
    made = make(as_operator)
    assert (made.status_code, made.json()["person"]["has_password"]) == (201, False)
    ends = parse_datetime(made.json()["expires_at"])
    assert ends is not None
    assert timedelta(days=2) < ends - timezone.now() <= timedelta(days=3)
    assert take(made.json()["path"]).json()["has_password"] is True
    assert sign_in("ada", CHOSEN) == 200
    ada = User.objects.get(username="ada")
    assert (ada.is_staff, ada.is_superuser) == (False, False)


def test_an_invitation_is_taken_once(as_operator: APIClient) -> None:
    path = make(as_operator).json()["path"]
    assert take(path).status_code == 200
    again = take(path, "another one altogether")
    assert (again.status_code, again.json()["code"]) == (404, "not_found")


def test_one_that_was_taken_is_not_there_again_for_who_was_locked_out_and_let_in(as_operator: APIClient) -> None:
    path = make(as_operator).json()["path"]
    take(path)
    for is_active in (False, True):
        change(as_operator, User.objects.get(username="ada"), is_active=is_active)
        assert take(path, "another one altogether").status_code == 404
    assert sign_in("ada", CHOSEN) == 200


def test_a_weak_password_is_refused_at_its_field_and_the_invitation_stays(as_operator: APIClient) -> None:
    path = make(as_operator).json()["path"]
    refused = take(path, "ada-12345678")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/new_password")
    assert take(path).status_code == 200


def test_an_old_or_invented_invitation_lets_nobody_in(
    as_operator: APIClient, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert take(f"/invitation#user={owner.pk}&token=c0ffee-made-up").status_code == 404
    assert take("/invitation#user=999999&token=c0ffee-made-up").status_code == 404
    path = make(as_operator).json()["path"]
    later = timezone.now().replace(tzinfo=None) + timedelta(days=4)
    monkeypatch.setattr(default_token_generator, "_now", lambda: later)
    assert take(path).status_code == 404
    assert sign_in("owner", PASSWORD) == 200


def test_who_forgot_the_password_gets_another_invitation(as_operator: APIClient, owner: User) -> None:
    browser = signed_in(owner)
    answer = as_operator.post(f"{PEOPLE}/{owner.pk}/invitation")
    assert answer.status_code == 201
    assert sign_in("owner", PASSWORD) == 200
    take(as_operator.post(f"{PEOPLE}/{owner.pk}/invitation").json()["path"])
    assert [sign_in("owner", word) for word in (PASSWORD, CHOSEN)] == [401, 200]
    assert browser.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(
    ("fields", "status", "pointer"),
    [
        ({"username": "owner"}, 409, "/username"),
        ({"username": "Owner"}, 409, "/username"),
        ({"username": "two words"}, 400, "/username"),
        ({"username": ""}, 400, "/username"),
        ({"is_staff": "perhaps"}, 400, "/is_staff"),
    ],
)
def test_a_refused_person_names_the_field(
    as_operator: APIClient, owner: User, fields: dict[str, Any], status: int, pointer: str
) -> None:
    answer = make(as_operator, **fields)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)
    assert User.objects.count() == 2


def test_staff_see_everybody_by_name(as_operator: APIClient, stranger: User, owner: User) -> None:
    listed = as_operator.get(PEOPLE).json()["results"]
    assert [person["username"] for person in listed] == ["operator", "owner", "stranger"]
    assert (listed[0]["is_staff"], listed[1]["is_active"], listed[1]["last_login"]) == (True, True, None)


def test_who_is_let_in_again_signs_in_anew_while_programs_go_on(
    as_operator: APIClient, owner: User, stranger: User, with_key: Callable[..., APIClient]
) -> None:
    browser, program, another = signed_in(owner), with_key(owner), signed_in(stranger)
    for is_active in (False, True):
        change(as_operator, owner, is_active=is_active)
    assert [client.get("/api/v1/me").status_code for client in (browser, program, another)] == [401, 200, 200]
    assert sign_in("owner", PASSWORD) == 200


def test_who_is_locked_out_is_out_at_once_and_may_be_let_in_again(
    as_operator: APIClient, owner: User, with_key: Callable[..., APIClient]
) -> None:
    browser, program = signed_in(owner), with_key(owner)
    assert change(as_operator, owner, is_active=False).json()["is_active"] is False
    assert [client.get("/api/v1/me").status_code for client in (browser, program)] == [401, 401]
    assert as_operator.post(f"{PEOPLE}/{owner.pk}/invitation").status_code == 409
    assert change(as_operator, owner, is_active=True).json()["is_active"] is True
    assert program.get("/api/v1/me").status_code == 200


def test_staff_made_by_an_administrator_may_do_all_that_the_administrator_may(
    as_operator: APIClient, owner: User
) -> None:
    assert change(as_operator, owner, is_staff=True).json()["is_staff"] is True
    assert signed_in(owner).get("/admin/auth/user/").status_code == 200
    change(as_operator, owner, is_staff=False)
    owner.refresh_from_db()
    assert (owner.is_staff, owner.is_superuser) == (False, False)


def test_nobody_takes_their_own_rights_away(as_operator: APIClient, operator: User) -> None:
    assert change(as_operator, operator, is_staff=False).status_code == 409
    assert change(as_operator, operator, is_active=False).status_code == 409


def test_staff_without_all_rights_gain_none_by_people_whom_they_make(operator: User, owner: User) -> None:
    owner.is_staff = True
    owner.save()
    staff = signed_in(owner)
    assert change(staff, operator, is_active=False).status_code == 403
    assert staff.post(f"{PEOPLE}/{operator.pk}/invitation").status_code == 403
    assert make(staff, is_staff=True).status_code == 201
    ada = User.objects.get(username="ada")
    assert (ada.is_staff, ada.is_superuser) == (True, False)


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", ""), ("post", ""), ("patch", "/1"), ("post", "/1/invitation")],
)
def test_people_are_for_staff_in_a_browser(
    as_owner: APIClient, nobody: APIClient, operator: User, with_key: Callable[..., APIClient], method: str, path: str
) -> None:
    program = with_key(operator, "predict", "models:write", "admin")
    statuses = [getattr(client, method)(PEOPLE + path).status_code for client in (nobody, as_owner, program)]
    assert statuses == [401, 403, 403]


def test_each_deed_is_in_the_audit_trail_without_the_token(
    as_operator: APIClient, caplog: pytest.LogCaptureFixture
) -> None:
    path = make(as_operator).json()["path"]
    take(path)
    change(as_operator, User.objects.get(username="ada"), is_active=False)
    told = [record.facts["event"] for record in caplog.records if record.name == "slipway.audit"]  # type: ignore[attr-defined]
    assert told == ["user_made", "invitation_made", "password_changed", "invitation_taken", "user_changed"]
    assert dict(parse_qsl(path.partition("#")[2]))["token"] not in caplog.text

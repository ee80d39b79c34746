"""A person changes the password."""

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.accounts.passwords import set_password
from apps.core.errors import Problem
from conftest import PASSWORD, signed_in

pytestmark = pytest.mark.usefixtures("broker")
URL = "/api/v1/me/password"
NEW = "seven owls on a wire"


def test_the_new_password_works_and_this_session_lives_on(as_owner: APIClient, owner: User) -> None:
    answer = as_owner.post(URL, {"current_password": PASSWORD, "new_password": NEW}, format="json")
    assert answer.status_code == 204
    assert as_owner.get("/api/v1/me").status_code == 200
    owner.refresh_from_db()
    assert owner.check_password(NEW)


def test_all_other_sessions_end(as_owner: APIClient, owner: User) -> None:
    elsewhere = signed_in(owner)
    assert elsewhere.get("/api/v1/me").status_code == 200
    as_owner.post(URL, {"current_password": PASSWORD, "new_password": NEW}, format="json")
    assert elsewhere.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(
    ("current", "new", "pointer"),
    [
        ("wrong", NEW, "/current_password"),
        (PASSWORD, "short", "/new_password"),
        (PASSWORD, "password123", "/new_password"),
        (PASSWORD, "OwnerOwner-7", "/new_password"),
    ],
)
def test_a_refused_change_names_the_field_and_changes_nothing(
    as_owner: APIClient, owner: User, current: str, new: str, pointer: str
) -> None:
    answer = as_owner.post(URL, {"current_password": current, "new_password": new}, format="json")
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_request"
    assert {error["pointer"] for error in answer.json()["errors"]} == {pointer}
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def test_whoever_is_not_signed_in_changes_nothing(nobody: APIClient, owner: User) -> None:
    answer = nobody.post(URL, {"current_password": PASSWORD, "new_password": NEW}, format="json")
    assert answer.status_code == 401


def test_of_two_passwords_at_once_the_first_holds_and_the_second_is_told(owner: User) -> None:
    first, second = User.objects.get(pk=owner.pk), User.objects.get(pk=owner.pk)
    set_password(first, "chosen by the first")
    with pytest.raises(Problem) as caught:
        set_password(second, "chosen by the second")
    assert caught.value.status == 409
    owner.refresh_from_db()
    assert owner.check_password("chosen by the first")

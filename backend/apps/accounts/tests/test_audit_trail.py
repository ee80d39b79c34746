"""What people do with accounts is in the audit trail, and no secret is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.keys import create_key
from apps.accounts.models import ApiKey
from conftest import PASSWORD, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("broker")]
NEW = "seven owls on a wire"


def sign_in(owner: User, password: str = PASSWORD) -> None:
    Client().post("/api/v1/session", {"username": "owner", "password": password}, content_type="application/json")


def sign_in_with_a_wrong_password(owner: User) -> None:
    sign_in(owner, "a guess")


def sign_out(owner: User) -> None:
    signed_in(owner).delete("/api/v1/session")


def change_the_password(owner: User, current: str = PASSWORD) -> None:
    signed_in(owner).post("/api/v1/me/password", {"current_password": current, "new_password": NEW}, format="json")


def give_a_wrong_current_password(owner: User) -> None:
    change_the_password(owner, "a guess")


def make_a_key(owner: User) -> None:
    signed_in(owner).post("/api/v1/api-keys", {"name": "laptop", "scopes": ["predict"]}, format="json")


def delete_a_key(owner: User) -> None:
    create_key(owner, name="laptop", scopes=["predict"])
    signed_in(owner).delete(f"/api/v1/api-keys/{ApiKey.objects.get().pk}")


@pytest.mark.parametrize(
    ("deed", "event", "facts"),
    [
        (sign_in, "sign_in", {"by": "owner"}),
        (sign_in_with_a_wrong_password, "sign_in_refused", {"name": "owner"}),
        (sign_out, "sign_out", {"by": "owner"}),
        (change_the_password, "password_changed", {"by": "owner"}),
        (give_a_wrong_current_password, "password_refused", {"by": "owner"}),
        (make_a_key, "key_made", {"by": "owner", "scopes": ["predict"]}),
        (delete_a_key, "key_deleted", {"by": "owner"}),
    ],
)
def test_each_deed_has_its_line(
    owner: User, caplog: pytest.LogCaptureFixture, deed: Callable[[User], None], event: str, facts: dict[str, Any]
) -> None:
    deed(owner)
    told = [record.facts for record in caplog.records if record.name == "slipway.audit"][-1]  # type: ignore[attr-defined]
    assert {"event": event, "address": "127.0.0.1", **facts}.items() <= told.items()
    assert not [secret for secret in (PASSWORD, NEW, "a guess") if secret in caplog.text]


def test_a_name_that_nobody_has_may_be_a_password_and_is_left_out(
    nobody: APIClient, caplog: pytest.LogCaptureFixture
) -> None:
    nobody.post("/api/v1/session", {"username": "my password by mistake", "password": "x"}, format="json")
    assert "sign_in_refused" in caplog.text
    assert "mistake" not in caplog.text


def test_what_staff_change_in_the_admin_has_its_line(
    as_operator: APIClient, owner: User, caplog: pytest.LogCaptureFixture
) -> None:
    key, _ = create_key(owner, name="laptop", scopes=["predict"])
    as_operator.post(f"/admin/accounts/apikey/{key.pk}/delete/", {"post": "yes"})
    told = [record.facts for record in caplog.records if record.name == "slipway.audit"][-1]  # type: ignore[attr-defined]
    expected = {"event": "record_deleted", "by": "operator", "record": "accounts.apikey", "number": key.pk}
    assert expected.items() <= told.items()
    assert not ApiKey.objects.exists()

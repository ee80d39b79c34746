"""Administrators see people and keys in Django's admin, and no secret."""

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.accounts.keys import create_key


def test_the_admin_shows_keys_without_their_digest(as_operator: APIClient, owner: User) -> None:
    key, _ = create_key(owner, name="laptop", scopes=["predict"])
    for path in ("", f"{key.pk}/change/"):
        page = as_operator.get(f"/admin/accounts/apikey/{path}")
        assert page.status_code == 200
        assert key.prefix in page.content.decode()
        assert key.digest not in page.content.decode()
    assert as_operator.get("/admin/accounts/apikey/add/").status_code == 403


def test_the_admin_lists_people_and_has_a_form_for_new_ones(as_operator: APIClient, owner: User) -> None:
    assert "owner" in as_operator.get("/admin/auth/user/").content.decode()
    assert as_operator.get("/admin/auth/user/add/").status_code == 200


def test_ordinary_people_do_not_get_into_the_admin(as_owner: APIClient) -> None:
    assert as_owner.get("/admin/auth/user/", follow=True).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_admin_takes_no_password_and_sends_to_the_page_and_back(nobody: APIClient, method: str) -> None:
    login = nobody.get("/admin/auth/user/")["Location"]
    answer = getattr(nobody, method)(login, {"username": "operator", "password": "guess"} if method == "post" else None)
    assert answer.status_code == 302
    if method == "get":
        assert answer["Location"] == "/sign-in?next=%2Fadmin%2Fauth%2Fuser%2F"


def test_the_admin_leaves_a_change_of_the_password_to_the_page(as_operator: APIClient) -> None:
    assert as_operator.get("/admin/password_change/")["Location"] == "/account"

"""A person signs in and out."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from pytest_django import Settings
from rest_framework.test import APIClient

from conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("broker")
SESSION = "/api/v1/session"


@pytest.fixture
def browser(db: None) -> APIClient:
    """A browser that has opened the page: it has the CSRF cookie, and the server insists on it."""
    client = APIClient(enforce_csrf_checks=True)
    assert client.get(SESSION).json() == {"user": None}
    client.credentials(HTTP_X_CSRFTOKEN=client.cookies["csrftoken"].value)
    return client


def test_the_right_password_signs_in(browser: APIClient, owner: User) -> None:
    answer = browser.post(SESSION, {"username": "owner", "password": PASSWORD}, format="json")
    assert answer.status_code == 200
    user = browser.get(SESSION).json()["user"]
    assert user == answer.json()["user"]
    assert (user["id"], user["username"], user["is_staff"]) == (owner.pk, "owner", False)
    assert browser.get("/api/v1/me").json() == user


@pytest.mark.parametrize(("name", "password"), [("owner", "wrong"), ("nobody-of-that-name", PASSWORD)])
def test_a_wrong_name_or_password_is_401_with_the_same_words(
    browser: APIClient, owner: User, name: str, password: str
) -> None:
    answer = browser.post(SESSION, {"username": name, "password": password}, format="json")
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_authenticated"
    assert answer.json()["detail"] == "The name or the password is wrong."
    assert browser.get(SESSION).json() == {"user": None}


def test_a_deactivated_person_cannot_sign_in(browser: APIClient, owner: User) -> None:
    User.objects.update(is_active=False)
    answer = browser.post(SESSION, {"username": "owner", "password": PASSWORD}, format="json")
    assert answer.status_code == 401


def test_a_sign_in_without_the_csrf_token_is_refused(browser: APIClient, owner: User) -> None:
    browser.credentials()
    answer = browser.post(SESSION, {"username": "owner", "password": PASSWORD}, format="json")
    assert answer.status_code == 403
    assert answer.json()["code"] == "permission_denied"
    assert settings.SESSION_COOKIE_NAME not in answer.cookies


def test_a_form_without_password_names_the_field(browser: APIClient) -> None:
    answer = browser.post(SESSION, {"username": "owner"}, format="json")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/password"]


def test_signing_in_again_gives_the_session_another_id(browser: APIClient, owner: User) -> None:
    body = {"username": "owner", "password": PASSWORD}
    browser.post(SESSION, body, format="json")
    first = browser.cookies["sessionid"].value
    browser.credentials(HTTP_X_CSRFTOKEN=browser.cookies["csrftoken"].value)
    browser.post(SESSION, body, format="json")
    assert browser.cookies["sessionid"].value != first
    assert not Session.objects.filter(pk=first).exists()


def test_a_page_stays_signed_in_while_secret_key_is_replaced(as_owner: APIClient, settings: Settings) -> None:
    before = as_owner.cookies["sessionid"].value
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the new one", [settings.SECRET_KEY]
    assert [as_owner.get("/api/v1/me").status_code for _ in range(2)] == [200, 200]
    # Of two requests at once the second still has the old cookie.
    assert as_owner.cookies["sessionid"].value == before


def test_sign_out_ends_the_session(as_owner: APIClient) -> None:
    assert as_owner.delete(SESSION).status_code == 204
    assert as_owner.get("/api/v1/me").status_code == 401


def test_sign_out_twice_is_no_error(nobody: APIClient, db: None) -> None:
    assert nobody.delete(SESSION).status_code == 204


def test_whoever_is_not_signed_in_gets_401_with_a_challenge(nobody: APIClient) -> None:
    answer = nobody.get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "not_authenticated"
    assert answer.json()["request_id"] == answer.headers["X-Request-ID"]

"""What was done and the entry of it are one: where the entry cannot be written, nothing was done."""

from collections.abc import Callable, Mapping

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.db.models import Model
from rest_framework.test import APIClient

from apps.accounts.models import ApiKey
from apps.audit import keep
from apps.lessons.models import Lesson
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import send, versions  # noqa: F401 - a fixture
from apps.sharing.models import Link
from apps.uploads.tests.files import photo
from apps.webhooks.models import Webhook
from conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("versions", "broker")]
WEBHOOKS, KEYS, LESSONS = "/api/v1/webhooks", "/api/v1/api-keys", "/api/v1/lessons"
LINKS = "/api/v1/models/image-classification/links"
HOOK = {"name": "Orders", "url": "https://example.com/"}
TABLES: tuple[type[Model], ...] = (ApiKey, Lesson, Link, Prediction, User, Webhook)
Request = tuple[str, str, Mapping[str, object]]


def made(client: APIClient, path: str, **content: object) -> str:
    """The address of a new thing."""
    answer = client.post(path, content, format="json")
    assert answer.status_code == 201, answer.content
    return f"{path}/{answer.json()['id']}"


def rows() -> list[object]:
    return [list(table._default_manager.order_by("pk").values()) for table in TABLES]


# Each makes what there has to be, and returns the request.
DEEDS: dict[str, Callable[[APIClient, User], Request]] = {
    "make a webhook": lambda _, __: ("post", WEBHOOKS, HOOK),
    "change a webhook": lambda client, _: ("patch", made(client, WEBHOOKS, **HOOK), {"paused": True}),
    "give it another secret": lambda client, _: ("post", f"{made(client, WEBHOOKS, **HOOK)}/secret", {}),
    "delete a webhook": lambda client, _: ("delete", made(client, WEBHOOKS, **HOOK), {}),
    "make a key": lambda _, __: ("post", KEYS, {"name": "k", "scopes": ["predict"]}),
    "delete a key": lambda client, _: ("delete", made(client, KEYS, name="k", scopes=["predict"]), {}),
    "make a link": lambda _, __: ("post", LINKS, {"name": "fair"}),
    "end a link": lambda client, _: ("delete", made(client, LINKS, name="fair"), {}),
    "make a person": lambda _, __: ("post", "/api/v1/people", {"username": "new"}),
    "lock a person out": lambda _, owner: ("patch", f"/api/v1/people/{owner.pk}", {"is_active": False}),
    "change a password": lambda _, __: (
        "post", "/api/v1/me/password", {"current_password": PASSWORD, "new_password": "another long sentence"},
    ),
    "begin a lesson": lambda _, __: ("post", LESSONS, {"title": "Cups"}),
    "delete a lesson": lambda client, _: ("delete", made(client, LESSONS, title="Cups"), {}),
}  # fmt: skip


def _refuse(*_: object) -> None:
    raise OperationalError("database or disk is full")


@pytest.mark.parametrize("deed", DEEDS)
def test_where_the_entry_cannot_be_written_nothing_was_done(
    as_operator: APIClient, owner: User, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    method, path, content = DEEDS[deed](as_operator, owner)
    before = rows()
    monkeypatch.setattr(keep, "insert_values", _refuse)
    assert getattr(as_operator, method)(path, content, format="json").status_code == 503
    assert rows() == before


@pytest.mark.parametrize("method", ["delete", "post"])
def test_nor_is_a_prediction_deleted(as_owner: APIClient, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    key = send(as_owner, photo()).json()["id"]
    before = rows()
    monkeypatch.setattr(keep, "insert_values", _refuse)
    path = f"/api/v1/predictions/{key if method == 'delete' else 'trash'}"
    assert getattr(as_owner, method)(path, {"ids": [key]}, format="json").status_code == 503
    assert rows() == before

"""A program is told when what it sent has ended: by its key, or by the address that its request names."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from apps.accounts.keys import create_key
from apps.catalogue.models import Version
from apps.core import brief
from apps.predictions.claim import claim_batch
from apps.predictions.finish import finish
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import KINDS, InstantEngine, infer, send, work
from apps.uploads.tests.files import photo, sound
from apps.webhooks.models import Delivery, Webhook
from apps.webhooks.tests.conftest import Receiver, create, deliver, receiver  # noqa: F401 - a fixture

URL = "https://example.com/hook"


def program(text: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
    return client


@pytest.fixture
def told(as_owner: APIClient, owner: User, receiver: Receiver) -> tuple[APIClient, str]:  # noqa: F811
    """A program whose key tells the receiver, and the secret of its webhook."""
    key, text = create_key(owner, name="orders", scopes=["predict"])
    return program(text), create(as_owner, receiver.url, keys=[key.pk])["secret"]


def test_what_came_with_a_key_is_told_as_get_shows_it(
    told: tuple[APIClient, str],
    engine: InstantEngine,
    receiver: Receiver,  # noqa: F811
) -> None:
    by_key, secret = told
    sent = send(by_key, photo()).json()
    assert deliver() == 0
    work()
    assert deliver() == 1
    body = receiver.received[0].verified(secret)
    assert body["type"] == "prediction.completed"
    assert body["data"] == by_key.get(f"/api/v1/predictions/{sent['id']}").json()
    assert body["data"]["status"] == "succeeded"


def test_what_the_page_or_another_key_sends_is_not(
    told: tuple[APIClient, str], as_owner: APIClient, owner: User, engine: InstantEngine,
    with_key: Callable[..., APIClient],
) -> None:  # fmt: skip
    for client in (as_owner, with_key(owner)):
        send(client, photo())
    work()
    assert not Delivery.objects.exists()


def test_an_address_of_the_request_is_told_in_place_of_the_keys(
    told: tuple[APIClient, str],
    as_owner: APIClient,
    engine: InstantEngine,
    receiver: Receiver,  # noqa: F811
) -> None:
    by_key, secret = told
    sent = send(by_key, photo("a.png"), photo("b.png"), webhook_url=f"{receiver.url}/42").json()["predictions"]
    work()
    assert deliver() == 2
    assert [came.path for came in receiver.received] == ["/hook/42"] * 2
    of_requests = Webhook.objects.get(url="")
    own = as_owner.post(f"/api/v1/webhooks/{of_requests.pk}/secret").json()["secret"]
    again = Delivery.objects.filter(webhook=of_requests).first()
    assert again
    as_owner.post(f"/api/v1/webhooks/{of_requests.pk}/deliveries/{again.pk}/send")
    deliver()
    assert receiver.received[2].verified(own)["data"]["id"] in [one["id"] for one in sent]
    assert own != secret


def test_put_and_retry_tell_too(
    told: tuple[APIClient, str], engine: InstantEngine, versions: dict[str, Version]
) -> None:
    by_key, _ = told
    key = uuid4()
    by_key.put(f"/api/v1/predictions/{key}", {"file": photo(), "webhook_url": URL}, format="multipart")
    work()
    retried = by_key.post(f"/api/v1/predictions/{key}/retry").json()["id"]
    work()
    assert {(row.subject, row.url) for row in Delivery.objects.all()} == {(str(key), URL), (retried, "")}


def test_every_end_is_told_once(told: tuple[APIClient, str], as_owner: APIClient, engine: InstantEngine) -> None:
    by_key, _ = told
    good, canceled = send(by_key, photo()).json()["id"], send(by_key, photo(shade=1)).json()["id"]
    by_key.post(f"/api/v1/predictions/{canceled}/cancel")
    failed = send(by_key, sound(seconds=0.5)).json()["id"]
    work()
    known = send(by_key, photo(), headers={"Cache-Control": "max-age=60"}).json()
    assert known["cached"]
    by_key.put(f"/api/v1/predictions/{good}/feedback", {"label": "dog"}, format="json")

    ends = {row.subject: json.loads(row.body)["data"]["status"] for row in Delivery.objects.all()}
    assert Delivery.objects.count() == 4
    assert ends == {good: "succeeded", canceled: "canceled", failed: "failed", known["id"]: "succeeded"}


@pytest.mark.django_db
def test_who_asks_for_no_webhook_pays_no_statement_for_them(
    as_owner: APIClient, owner: User, engine: InstantEngine, with_key: Callable[..., APIClient]
) -> None:
    def statements(client: APIClient, **more: object) -> tuple[int, int, list[str]]:
        brief.forget_all()
        with CaptureQueriesContext(connection) as sending:
            assert send(client, photo(), **more).status_code == 202
        batch = claim_batch(KINDS)
        outcomes = infer(batch)
        with CaptureQueriesContext(connection) as ending:
            finish(batch, outcomes)
        return len(sending), len(ending), [query["sql"] for query in (*sending, *ending)]

    plain, told = with_key(owner), with_key(owner)
    statements(plain)  # notes the use of the key, and the speed of the version
    sent, ended, texts = statements(plain)
    assert not any("webhooks_" in text for text in texts)
    create(as_owner, URL, keys=[owner.api_keys.order_by("-pk")[0].pk])
    statements(told)
    assert statements(told)[:2] == (sent, ended + 1)
    assert statements(plain, webhook_url=URL)[0] > sent
    assert Delivery.objects.count() == 3


@pytest.mark.parametrize("url", ["http://localhost:5432:1/", "https://10.0.0.5/", "ftp://example.com", "x" * 3000])
def test_an_address_that_may_not_be_told_refuses_the_request_and_keeps_nothing(
    as_owner: APIClient, versions: dict[str, Version], url: str
) -> None:
    answer = send(as_owner, photo(), webhook_url=url)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/webhook_url"
    assert not Prediction.objects.exists()


def test_the_same_key_with_another_address_is_another_request(
    as_owner: APIClient, versions: dict[str, Version]
) -> None:
    def twice(**more: object) -> int:
        return int(send(as_owner, photo(), headers={"Idempotency-Key": '"1"'}, **more).status_code)

    assert [twice(webhook_url=URL), twice(webhook_url=URL), twice(webhook_url=f"{URL}/2"), twice()] == [
        202, 202, 422, 422,
    ]  # fmt: skip


def test_with_a_prediction_goes_what_was_told_of_it(told: tuple[APIClient, str], engine: InstantEngine) -> None:
    by_key, _ = told
    sent = send(by_key, photo()).json()["id"]
    work()
    assert Delivery.objects.count() == 1
    assert by_key.delete(f"/api/v1/predictions/{sent}").status_code == 204
    assert not Delivery.objects.exists()


def test_a_webhook_that_is_deleted_meanwhile_harms_no_answer(
    told: tuple[APIClient, str], as_owner: APIClient, engine: InstantEngine
) -> None:
    by_key, _ = told
    sent = send(by_key, photo()).json()["id"]
    as_owner.delete(f"/api/v1/webhooks/{Webhook.objects.get().pk}")
    work()
    assert by_key.get(f"/api/v1/predictions/{sent}").json()["status"] == "succeeded"
    assert deliver() == 0

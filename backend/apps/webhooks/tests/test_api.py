"""Webhooks over REST: whose, with what, and what is refused."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.accounts.keys import create_key
from apps.accounts.models import ApiKey
from apps.webhooks.models import Delivery, Webhook
from apps.webhooks.tests.conftest import Receiver, create, deliver

URL = "https://example.com/hook"


def refused(answer: object) -> tuple[int, str]:
    body = answer.json()  # type: ignore[attr-defined]
    return answer.status_code, body["errors"][0]["pointer"]  # type: ignore[attr-defined]


def test_its_secret_is_shown_when_it_is_made_and_never_again(as_owner: APIClient, db: None) -> None:
    made = create(as_owner, URL)
    secret = made.pop("secret")
    assert secret.startswith("whsec_")
    one, all_ = as_owner.get(f"/api/v1/webhooks/{made['id']}"), as_owner.get("/api/v1/webhooks")
    assert one.json() == made
    assert all_.json() == {"results": [made]}
    assert secret not in one.content.decode() + all_.content.decode()


def test_a_stranger_finds_nothing_and_nobody_is_let_in(
    as_owner: APIClient, as_stranger: APIClient, nobody: APIClient
) -> None:
    there = f"/api/v1/webhooks/{create(as_owner, URL)['id']}"
    row = Delivery.objects.get(pk=as_owner.post(f"{there}/test").json()["id"])
    log = f"{there}/deliveries"
    assert as_stranger.get("/api/v1/webhooks").json() == {"results": []}
    for browser, status in ((as_stranger, 404), (nobody, 401)):
        for path in (there, log, f"{log}/{row.pk}"):
            assert browser.get(path).status_code == status, path
        for path in (f"{there}/secret", f"{there}/test", f"{there}/send-failed", f"{log}/{row.pk}/send"):
            assert browser.post(path).status_code == status, path
        assert browser.patch(there, {"name": "Mine"}, format="json").status_code == status
        assert browser.delete(there).status_code == status
    assert Webhook.objects.get().name == "Orders"


def test_a_key_makes_none(owner: User, with_key: Callable[..., APIClient]) -> None:
    answer = with_key(owner, "predict", "models:write").post(
        "/api/v1/webhooks", {"name": "x", "url": URL}, format="json"
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"url": "http://127.0.0.1/"}, "/url"),
        ({"url": "https://2130706433/"}, "/url"),
        ({"url": "https://[::ffff:10.0.0.1]/"}, "/url"),
        ({"url": "https://me:secret@example.com/"}, "/url"),
        ({"url": "ftp://example.com/"}, "/url"),
        ({"url": "https://example.com:22/"}, "/url"),
        ({"url": ""}, "/url"),
        ({"url": "https://example.com/" + "x" * 2000}, "/url"),
        ({"url": None}, "/url"),
        ({"url": ["https://example.com/"]}, "/url"),
        ({"name": ""}, "/name"),
        ({"name": "x" * 101}, "/name"),
        ({"types": ["alert.forgotten"]}, "/types"),
        ({"types": ["training.completed"]}, "/types"),
        ({"keys": [10**30]}, "/keys"),
        ({"keys": [999]}, "/keys"),
        ({"secret": "whsec_mine"}, "/secret"),
    ],
)
def test_what_cannot_be_is_refused_by_the_field(as_owner: APIClient, wrong: dict[str, object], pointer: str) -> None:
    asked = {"name": "Orders", "url": URL, **wrong}
    status, at = refused(as_owner.post("/api/v1/webhooks", asked, format="json"))
    assert (status, at.split("/")[1]) == (400, pointer[1:])
    assert not Webhook.objects.exists()
    there = f"/api/v1/webhooks/{create(as_owner, URL)['id']}"
    status, at = refused(as_owner.patch(there, wrong, format="json"))
    assert (status, at.split("/")[1]) == (400, pointer[1:])


def test_keys_of_others_are_not_mine_and_one_key_tells_one_webhook(
    as_owner: APIClient, owner: User, stranger: User
) -> None:
    mine, _ = create_key(owner, name="mine", scopes=["predict"])
    theirs, _ = create_key(stranger, name="theirs", scopes=["predict"])
    answer = as_owner.post("/api/v1/webhooks", {"name": "x", "url": URL, "keys": [mine.pk, theirs.pk]}, format="json")
    assert refused(answer) == (400, "/keys")
    first, second = create(as_owner, URL, keys=[mine.pk]), create(as_owner, URL, keys=[mine.pk])
    found = {one["id"]: one["keys"] for one in as_owner.get("/api/v1/webhooks").json()["results"]}
    assert found == {first["id"]: [], second["id"]: [mine.pk]}
    assert as_owner.patch(f"/api/v1/webhooks/{second['id']}", {"keys": []}, format="json").json()["keys"] == []
    assert ApiKey.objects.get(pk=mine.pk).webhook is None


def test_staff_may_be_told_of_what_all_staff_see(as_operator: APIClient) -> None:
    assert create(as_operator, URL, types=["training.completed", "alias.moved"])["types"] == [
        "training.completed", "alias.moved",
    ]  # fmt: skip


def test_a_new_secret_signs_beside_the_former_one(as_owner: APIClient, receiver: Receiver) -> None:
    made = create(as_owner, receiver.url)
    there = f"/api/v1/webhooks/{made['id']}"
    renewed = as_owner.post(f"{there}/secret")
    assert renewed.status_code == 201
    as_owner.post(f"{there}/test")
    deliver()
    for secret in (made["secret"], renewed.json()["secret"]):
        assert receiver.received[0].verified(secret)["data"]["id"] == made["id"]


def test_the_log_says_what_was_sent_and_answered(as_owner: APIClient, receiver: Receiver) -> None:
    there = f"/api/v1/webhooks/{create(as_owner, receiver.url)['id']}"
    receiver.status = 500
    first = as_owner.post(f"{there}/test")
    assert (first.status_code, first.json()["status"]) == (202, "queued")
    deliver()
    receiver.status = 200
    second = as_owner.post(f"{there}/test").json()
    deliver()
    log = as_owner.get(f"{there}/deliveries").json()
    assert [(one["status"], one["answer_status"], one["tries"]) for one in log["results"]] == [
        ("succeeded", 200, 1), ("failed", 500, 1),
    ]  # fmt: skip
    assert [one["id"] for one in as_owner.get(f"{there}/deliveries?status=failed").json()["results"]] == [
        first.json()["id"]
    ]
    page = as_owner.get(f"{there}/deliveries?limit=1").json()
    assert as_owner.get(page["next"]).json()["results"][0]["id"] == first.json()["id"]
    whole = as_owner.get(f"{there}/deliveries/{second['id']}").json()
    assert whole["body"] == receiver.received[1].body
    assert as_owner.get(f"{there}/deliveries?status=lost").status_code == 400


def test_one_that_is_being_sent_cannot_be_sent_again(as_owner: APIClient, receiver: Receiver) -> None:
    there = f"/api/v1/webhooks/{create(as_owner, receiver.url)['id']}"
    row = as_owner.post(f"{there}/test").json()["id"]
    again = f"{there}/deliveries/{row}/send"
    Delivery.objects.update(status="processing")
    assert as_owner.post(again).status_code == 409
    Delivery.objects.update(status="failed", due_at=None)
    answer = as_owner.post(again)
    assert (answer.status_code, answer.json()["status"]) == (202, "queued")


def test_with_a_webhook_goes_its_log_and_its_keys_tell_nobody(as_owner: APIClient, owner: User) -> None:
    key, _ = create_key(owner, name="mine", scopes=["predict"])
    there = f"/api/v1/webhooks/{create(as_owner, URL, keys=[key.pk])['id']}"
    as_owner.post(f"{there}/test")
    assert as_owner.delete(there).status_code == 204
    key.refresh_from_db()
    assert (Webhook.objects.count(), Delivery.objects.count(), key.webhook) == (0, 0, None)


def test_a_person_has_fifty_at_most(as_owner: APIClient) -> None:
    for _ in range(50):
        create(as_owner, URL)
    answer = as_owner.post("/api/v1/webhooks", {"name": "x", "url": URL}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_who_does_what_is_in_the_audit_trail(as_owner: APIClient, caplog: pytest.LogCaptureFixture) -> None:
    made = create(as_owner, URL)
    there = f"/api/v1/webhooks/{made['id']}"
    renewed = as_owner.post(f"{there}/secret").json()["secret"]
    as_owner.patch(there, {"paused": True}, format="json")
    as_owner.delete(there)
    told = [record.getMessage() for record in caplog.records if record.name == "slipway.audit"]
    assert [line.split(" ")[0] for line in told[-4:]] == [
        "webhook_made", "webhook_secret_made", "webhook_changed", "webhook_deleted",
    ]  # fmt: skip
    assert not any(secret in caplog.text for secret in (made["secret"], renewed))


def test_all_that_was_given_up_is_sent_again_and_nothing_else(
    as_owner: APIClient, webhook: Webhook, receiver: Receiver
) -> None:
    there = f"/api/v1/webhooks/{webhook.pk}"
    receiver.status = 500
    # A test is tried once.
    failed = {as_owner.post(f"{there}/test").json()["id"] for _ in range(2)}
    assert deliver() == 2
    receiver.status = 204
    as_owner.post(f"{there}/test")
    assert deliver() == 1
    answer = as_owner.post(f"{there}/send-failed")
    assert (answer.status_code, answer.json()) == (202, {"count": 2})
    assert deliver() == 2
    assert [one.headers["webhook-id"] in failed for one in receiver.received] == [True, True, False, True, True]
    assert as_owner.post(f"{there}/send-failed").json() == {"count": 0}

"""Cancel, retry, delete, feedback."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from rest_framework.test import APIClient

from apps.catalogue.selectors import Resolved, resolve
from apps.live.models import Event
from apps.predictions import submit
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import InstantEngine, send, work
from apps.uploads.models import Upload
from apps.uploads.tests.files import photo, sound

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/api/v1/predictions"
Queued = Callable[[int], list[str]]


def media() -> int:
    return sum(path.is_file() for path in (Path(settings.DATA_DIR) / "media").rglob("*"))


def test_a_waiting_prediction_can_be_canceled_once(as_owner: APIClient, engine: InstantEngine, queued: Queued) -> None:
    (one,) = queued(1)
    answer = as_owner.post(f"{LIST}/{one}/cancel")
    assert (answer.status_code, answer.json()["status"]) == (200, "canceled")
    again = as_owner.post(f"{LIST}/{one}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    work()
    assert engine.batches == []


def test_a_finished_prediction_cannot_be_canceled(as_owner: APIClient, engine: InstantEngine, queued: Queued) -> None:
    (one,) = queued(1)
    work()
    assert as_owner.post(f"{LIST}/{one}/cancel").status_code == 409


def test_a_retry_is_a_new_prediction_of_the_same_input(
    as_owner: APIClient, engine: InstantEngine, queued: Queued
) -> None:
    (one,) = queued(1)
    answer = as_owner.post(f"{LIST}/{one}/retry")
    body = answer.json()
    assert (answer.status_code, body["status"]) == (202, "queued")
    assert body["id"] != one
    assert answer["Location"] == f"{LIST}/{body['id']}"
    assert body["input"]["sha256"] == as_owner.get(f"{LIST}/{one}").json()["input"]["sha256"]
    assert Upload.objects.count() == 1


def test_deleting_removes_the_file_once_no_retry_needs_it(as_owner: APIClient, queued: Queued) -> None:
    before = media()
    (one,) = queued(1)
    two = as_owner.post(f"{LIST}/{one}/retry").json()["id"]
    assert as_owner.delete(f"{LIST}/{one}").status_code == 204
    assert media() == before + 1
    assert as_owner.delete(f"{LIST}/{two}").status_code == 204
    assert media() == before
    assert as_owner.get(f"{LIST}/{one}").status_code == 404
    assert [event.type for event in Event.objects.order_by("seq")] == ["prediction.deleted"] * 2


def test_a_retry_of_what_is_deleted_meanwhile_is_404(
    as_owner: APIClient, queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = queued(1)

    def resolve_late(*given: str, by: User) -> Resolved:
        assert as_owner.delete(f"{LIST}/{one}").status_code == 204
        return resolve(*given, by=by)

    monkeypatch.setattr(submit, "resolve", resolve_late)
    answer = as_owner.post(f"{LIST}/{one}/retry")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert not Prediction.objects.exists()


@pytest.mark.postgres
def test_retry_and_delete_at_once_both_have_an_answer(owner: User, queued: Queued) -> None:
    def ask(method: str, address: str) -> int:
        client = APIClient(raise_request_exception=False)
        client.force_authenticate(owner)
        try:
            return int(getattr(client, method)(address).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for one in queued(20):
            retry = pool.submit(ask, "post", f"{LIST}/{one}/retry")
            delete = pool.submit(ask, "delete", f"{LIST}/{one}")
            assert retry.result() in {202, 404}
            assert delete.result() == 204


def test_deleting_what_runs_drops_its_answer(as_owner: APIClient, engine: InstantEngine, queued: Queued) -> None:
    (one,) = queued(1)

    def delete_it() -> None:
        as_owner.delete(f"{LIST}/{one}")

    engine.before = delete_it
    work()
    assert Prediction.objects.count() == 0


@pytest.mark.parametrize(
    ("feedback", "kind"),
    [
        ({"label": "dog"}, "photo"),
        ({"correct": True}, "photo"),
        ({"text": "SEVEN UP"}, "sound"),
        ({"text": ""}, "sound"),
    ],
)
def test_feedback_is_kept(as_owner: APIClient, engine: InstantEngine, feedback: dict[str, object], kind: str) -> None:
    one = send(as_owner, photo() if kind == "photo" else sound()).json()["id"]
    work()
    answer = as_owner.put(f"{LIST}/{one}/feedback", feedback, format="json")
    assert answer.status_code == 200
    assert feedback.items() <= answer.json()["feedback"].items()


@pytest.mark.parametrize(
    "feedback",
    [{}, {"label": "no such label"}, {"text": "A"}, {"label": "cat", "correct": True}, {"correct": "perhaps"}, []],
)
def test_feedback_that_does_not_fit_is_refused(as_owner: APIClient, engine: InstantEngine, feedback: object) -> None:
    one = send(as_owner, photo()).json()["id"]
    work()
    answer = as_owner.put(f"{LIST}/{one}/feedback", feedback, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")


def test_what_has_no_answer_cannot_be_judged(as_owner: APIClient, queued: Queued) -> None:
    (one,) = queued(1)
    answer = as_owner.put(f"{LIST}/{one}/feedback", {"correct": True}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")

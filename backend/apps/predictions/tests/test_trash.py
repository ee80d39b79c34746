"""What is deleted in the page can be had back for ten seconds, and then it is gone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.live import events
from apps.live.models import Event
from apps.predictions import trash
from apps.predictions.models import Prediction
from apps.predictions.tasks import sweep
from apps.predictions.tests.conftest import Answer, InstantEngine, send, work
from apps.uploads.tests.files import photo

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/api/v1/predictions"
TRASH, RESTORE = f"{LIST}/trash", f"{LIST}/restore"
Queued = Callable[[int], list[str]]


def post(client: APIClient, url: str, ids: list[str]) -> Answer:
    return client.post(url, {"ids": ids}, format="json")


def listed(client: APIClient, query: str = "") -> list[str]:
    return [row["id"] for row in client.get(f"{LIST}{query}").json()["results"]]


def media() -> int:
    return sum(path.is_file() for path in (Path(settings.DATA_DIR) / "media").rglob("*"))


def later(seconds: float) -> None:
    """As if it had been put away so long ago."""
    Prediction.objects.exclude(trashed_at=None).update(trashed_at=timezone.now() - timedelta(seconds=seconds))


def test_what_is_put_away_is_in_no_list_and_in_no_count(
    as_owner: APIClient, as_operator: APIClient, queued: Queued
) -> None:
    one, two = queued(2)
    answer = post(as_owner, TRASH, [one])
    assert (answer.status_code, [row["id"] for row in answer.json()["results"]]) == (200, [one])
    assert listed(as_owner) == listed(as_owner, "?status=queued") == listed(as_owner, "?q=png") == [two]
    assert as_owner.get("/api/v1/summary").json()["waiting"] == 1
    everybodys = as_operator.get("/api/v1/operations/predictions").json()["results"]
    assert [row["prediction"]["id"] for row in everybodys] == [two]


@pytest.mark.parametrize("part", ["", "/input", "/thumbnail", "/events"])
def test_what_is_put_away_is_given_to_nobody(as_owner: APIClient, queued: Queued, part: str) -> None:
    (one,) = queued(1)
    post(as_owner, TRASH, [one])
    assert as_owner.get(f"{LIST}/{one}{part}").status_code == 404


def test_within_ten_seconds_it_comes_back_as_it_was(as_owner: APIClient, engine: InstantEngine) -> None:
    one = send(as_owner, photo()).json()["id"]
    work()
    before = as_owner.get(f"{LIST}/{one}").json()
    until = post(as_owner, TRASH, [one]).json()["results"][0]["until"]
    left = datetime.fromisoformat(until) - timezone.now()
    assert timedelta(seconds=8) < left <= timedelta(seconds=10)
    sweep()
    assert as_owner.get(TRASH).json()["results"] == [{"id": one, "until": until}]
    assert post(as_owner, RESTORE, [one]).status_code == 204
    assert as_owner.get(f"{LIST}/{one}").json() == before
    assert as_owner.get(TRASH).json()["results"] == []
    later(60)
    sweep()
    assert listed(as_owner) == [one]


def test_what_another_tab_has_taken_back_is_not_said_to_be_deleted(as_owner: APIClient, queued: Queued) -> None:
    ids = queued(2)
    post(as_owner, TRASH, ids)
    assert post(as_owner, RESTORE, ids).status_code == 204
    assert post(as_owner, RESTORE, ids).status_code == 204
    assert sorted(listed(as_owner)) == sorted(ids)


def test_the_sweep_deletes_what_nobody_took_back_with_its_file(as_owner: APIClient, queued: Queued) -> None:
    before = media()
    one, two = queued(2)
    post(as_owner, TRASH, [one])
    later(11)
    assert as_owner.get(TRASH).json()["results"] == []
    sweep()
    assert [str(key) for key in Prediction.objects.values_list("pk", flat=True)] == [two]
    assert media() == before + 1
    gone = post(as_owner, RESTORE, [one])
    assert (gone.status_code, gone.json()["detail"]) == (404, "They are deleted for good.")


def test_more_than_a_sweep_may_delete_goes_with_the_next_one(
    as_owner: APIClient, queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trash, "REMOVED_AT_ONCE", 2)
    post(as_owner, TRASH, queued(3))
    later(11)
    assert (trash.empty(), trash.empty(), trash.empty()) == (2, 1, 0)


def test_what_waits_is_answered_meanwhile(as_owner: APIClient, engine: InstantEngine) -> None:
    one = send(as_owner, photo()).json()["id"]
    post(as_owner, TRASH, [one])
    work()
    post(as_owner, RESTORE, [one])
    assert as_owner.get(f"{LIST}/{one}").json()["status"] == "succeeded"


def test_every_page_of_the_owner_is_told(as_owner: APIClient, queued: Queued) -> None:
    (one,) = queued(1)
    post(as_owner, TRASH, [one])
    post(as_owner, RESTORE, [one])
    assert list(Event.objects.order_by("seq").values_list("type", flat=True)) == [
        "prediction.updated",
        "prediction.trashed",
        "prediction.updated",
    ]
    assert [event["type"] for event in as_owner.get(f"{LIST}/{one}/events").json()["results"]] == [
        "prediction.updated"
    ] * 2
    post(as_owner, TRASH, [one])
    later(11)
    sweep()
    assert [event.type for event in Event.objects.all()] == ["prediction.deleted"]


def test_a_page_that_was_away_hears_that_it_was_put_away(as_owner: APIClient, owner: User, queued: Queued) -> None:
    (one,) = queued(1)
    post(as_owner, TRASH, [one])
    told = events.after(owner.pk, 0) or []
    assert [(message["type"], message["data"]["id"]) for message in told] == [("prediction.trashed", one)]


def test_a_stranger_neither_puts_away_nor_takes_back(
    as_owner: APIClient, as_stranger: APIClient, queued: Queued
) -> None:
    (one,) = queued(1)
    assert post(as_stranger, TRASH, [one]).status_code == 404
    post(as_owner, TRASH, [one])
    assert as_stranger.get(TRASH).json() == {"results": []}
    assert post(as_stranger, RESTORE, [one]).status_code == 404
    assert len(as_owner.get(TRASH).json()["results"]) == 1


def test_the_id_of_what_is_put_away_cannot_be_sent_again(as_owner: APIClient, queued: Queued) -> None:
    (one,) = queued(1)
    post(as_owner, TRASH, [one])
    again = as_owner.put(f"{LIST}/{one}", {"file": photo("0.png", shade=0)}, format="multipart")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")


def test_a_deletion_by_a_program_is_final_and_at_once(as_owner: APIClient, queued: Queued) -> None:
    (one,) = queued(1)
    assert as_owner.delete(f"{LIST}/{one}").status_code == 204
    assert post(as_owner, RESTORE, [one]).status_code == 404


@pytest.mark.parametrize("ids", [[], ["x"], "x", None])
def test_ids_that_are_none_are_refused(as_owner: APIClient, queued: Queued, ids: object) -> None:
    answer = as_owner.post(TRASH, {"ids": ids}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"][:4]) == (400, "/ids")

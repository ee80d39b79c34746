"""Somebody asks where an answer comes from, and a worker finds out."""

from uuid import UUID

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.explanations.models import Explanation
from apps.explanations.tests.conftest import ask, cat, path, shipped, work
from apps.live.events import after
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import send
from apps.predictions.tests.conftest import work as answer_predictions
from apps.uploads.models import Upload
from apps.uploads.tests.files import photo, sound

pytestmark = pytest.mark.django_db(transaction=True)


def news(owner: User) -> list[object]:
    """What the socket tells of explanations."""
    told = after(owner.pk, 0) or []
    return [message["data"] for message in told if message["type"] == "explanation.updated"]


def labels(maps: list[dict[str, object]]) -> list[object]:
    return [one["label"] for one in maps]


def test_asked_worked_on_and_told(as_owner: APIClient, owner: User, answered: str) -> None:
    assert as_owner.get(path(answered)).status_code == 404
    asked = ask(as_owner, answered)
    assert (asked.status_code, asked.json()["status"], asked.json()["result"]) == (202, "queued", None)
    assert work() is False
    told = as_owner.get(path(answered)).json()
    assert (told["status"], told["progress"], told["error"]) == ("succeeded", 1, None)
    result = told["result"]
    assert (result["method"], result["area"]) == ("occlusion", {"left": 0, "top": 0, "width": 1, "height": 1})
    output = Prediction.objects.get(pk=answered).output or {}
    assert labels(result["maps"]) == labels(output["labels"])
    assert {len(row) for one in result["maps"] for row in one["values"]} == {8}
    assert [message["data"] for message in after(owner.pk, 0) or [] if message["type"] == "explanation.updated"] == [
        told
    ]
    assert ask(as_owner, answered).status_code == 200


def test_a_model_with_a_feature_map_is_asked_for_that(as_owner: APIClient) -> None:
    shipped("efficientnet-lite0")
    one = send(as_owner, cat(), model="efficientnet-lite0").json()["id"]
    answer_predictions()
    assert ask(as_owner, one).status_code == 202
    work()
    assert as_owner.get(path(one)).json()["result"]["method"] == "activation"


def test_another_label_and_what_a_person_said_get_maps_too(as_owner: APIClient, answered: str) -> None:
    Prediction.objects.filter(pk=answered).update(output={"labels": [{"label": "cat", "index": 3, "score": 0.9}]})
    ask(as_owner, answered)
    work()
    assert ask(as_owner, answered, label="ship").status_code == 202
    work()
    assert labels(as_owner.get(path(answered)).json()["result"]["maps"]) == ["cat", "ship"]
    assert ask(as_owner, answered, label="ship").status_code == 200
    as_owner.put(f"/api/v1/predictions/{answered}/feedback", {"label": "dog"}, format="json")
    assert ask(as_owner, answered).status_code == 202
    work()
    assert labels(as_owner.get(path(answered)).json()["result"]["maps"]) == ["cat", "dog"]


def test_what_is_refused(as_owner: APIClient, as_stranger: APIClient, answered: str) -> None:
    wrong = ask(as_owner, answered, label="teapot")
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "/label")
    assert ask(as_owner, answered, lable="cat").status_code == 400
    shipped("wav2vec2-small")
    heard = ask(as_owner, send(as_owner, sound()).json()["id"])
    assert (heard.status_code, heard.json()["code"]) == (409, "conflict")
    waiting = ask(as_owner, send(as_owner, photo()).json()["id"])
    assert (waiting.status_code, "queued" in waiting.json()["detail"]) == (409, True)
    for stranger in (ask(as_stranger, answered), as_stranger.get(path(answered)), as_stranger.delete(path(answered))):
        assert stranger.status_code == 404


def test_it_ends_when_it_is_withdrawn(as_owner: APIClient, owner: User, answered: str) -> None:
    ask(as_owner, answered)

    def withdraw() -> None:
        if Explanation.objects.exists():
            assert as_owner.delete(path(answered)).status_code == 204

    assert work(withdraw) is False
    assert as_owner.get(path(answered)).status_code == 404
    assert news(owner) == []
    assert as_owner.delete(path(answered)).status_code == 404


def test_it_goes_with_its_prediction(as_owner: APIClient, owner: User, answered: str) -> None:
    ask(as_owner, answered)
    work()
    assert as_owner.delete(f"/api/v1/predictions/{answered}").status_code == 204
    assert not Explanation.objects.exists()
    assert news(owner) == []


def test_without_its_picture_it_fails_with_a_sentence_and_may_be_asked_again(
    as_owner: APIClient, answered: str
) -> None:
    file = Upload.objects.get().file
    kept = file.read()
    file.storage.delete(str(file.name))
    ask(as_owner, answered)
    work()
    told = as_owner.get(path(answered)).json()
    assert (told["status"], told["error"]) == ("failed", "The picture is no longer in storage.")
    with file.storage.open(str(file.name), "wb") as again:
        again.write(kept)
    assert ask(as_owner, answered).json()["status"] == "queued"
    work()
    assert as_owner.get(path(answered)).json()["status"] == "succeeded"


def test_without_its_bundle_it_fails_with_a_sentence(as_owner: APIClient, answered: str, small: Version) -> None:
    Version.objects.filter(pk=small.pk).update(number=9)
    ask(as_owner, answered)
    work()
    told = as_owner.get(path(answered)).json()
    assert (told["status"], "bundle.json" in told["error"]) == ("failed", True)


def test_many_at_once_are_refused(
    as_owner: APIClient, owner: User, answered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.explanations.actions.MOST_UNDER_WAY", 0)
    refused = ask(as_owner, answered)
    assert (refused.status_code, refused.json()["code"]) == (429, "queue_full")
    assert not Explanation.objects.exists()


def test_predictions_are_answered_between_two_pieces(as_owner: APIClient, answered: str) -> None:
    later = send(as_owner, photo()).json()["id"]
    ask(as_owner, answered)
    seen: list[str] = []

    def pause() -> None:
        answer_predictions()
        seen.append(Explanation.objects.get().status)
        assert Prediction.objects.get(pk=UUID(later)).status == "succeeded"

    work(pause)
    assert seen[0] == "processing"
    assert seen[-1] == "succeeded"

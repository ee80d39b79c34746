"""Photos under two labels become a version that answers, and more photos the next one."""

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.catalogue.models import Model, Version
from apps.lessons import look, record
from apps.lessons.claim import claim
from apps.lessons.models import Lesson, Photo
from apps.lessons.tests.conftest import begin, kind_of_photo, learn, show, work
from apps.live.models import Event
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import send
from apps.predictions.tests.conftest import work as answer_predictions

pytestmark = pytest.mark.django_db


def test_photos_become_a_version_that_answers(as_owner: APIClient, shown: str) -> None:
    lesson = learn(as_owner, shown)
    assert (lesson["status"], lesson["version"], lesson["error"]) == ("succeeded", 1, None)
    assert [(one["label"], one["photos"]) for one in lesson["report"]["labels"]] == [("bright", 5), ("dark", 5)]
    assert lesson["report"]["interval"][0] <= lesson["report"]["accuracy"] <= lesson["report"]["interval"][1]
    sent = send(as_owner, kind_of_photo("dark", 7), model=lesson["model"]).json()
    answer_predictions()
    labels = as_owner.get(f"/api/v1/predictions/{sent['id']}").json()["output"]["labels"]
    assert {one["label"] for one in labels} == {"dark", "bright"}


def test_with_more_photos_it_becomes_the_next_version_of_the_same_model(as_owner: APIClient, shown: str) -> None:
    first = learn(as_owner, shown)
    show(as_owner, shown, "dark", kind_of_photo("dark", 6))
    second = learn(as_owner, shown)
    assert (second["model"], second["version"], second["report"]["photos"]) == (first["model"], 2, 11)
    assert as_owner.get(f"/api/v1/models/{first['model']}").json()["aliases"] == {"production": 2}


def test_the_model_is_seen_by_its_maker_and_by_staff_alone(
    as_owner: APIClient, as_stranger: APIClient, as_operator: APIClient, shown: str
) -> None:
    slug = learn(as_owner, shown)["model"]
    for client, found in ((as_owner, True), (as_operator, True), (as_stranger, False)):
        assert (client.get(f"/api/v1/models/{slug}").status_code == 200) is found
        assert (client.get(f"/api/v1/models/{slug}/versions/1").status_code == 200) is found
        assert (slug in [one["slug"] for one in client.get("/api/v1/models").json()["results"]]) is found
        assert (send(client, kind_of_photo("dark", 8), model=slug).status_code == 202) is found
    refused = send(as_stranger, kind_of_photo("dark", 8), model=slug)
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_model")
    assert slug not in refused.json()["detail"].removeprefix(f"There is no model '{slug}'.")


def test_its_maker_may_delete_the_model_and_a_stranger_may_not(
    as_owner: APIClient, as_stranger: APIClient, shown: str
) -> None:
    slug = learn(as_owner, shown)["model"]
    assert as_stranger.delete(f"/api/v1/models/{slug}/versions/1").status_code == 403
    assert as_owner.delete("/api/v1/models/efficientnet-lite0/versions/1").status_code == 403
    assert as_owner.delete(f"/api/v1/models/{slug}/versions/1").status_code == 204
    lesson = as_owner.get(f"/api/v1/lessons/{shown}").json()
    assert (lesson["model"], lesson["version"], lesson["photos"]) == (None, None, 10)
    assert learn(as_owner, shown)["version"] == 1, "it is learned anew, as a new model"


def test_what_goes_with_its_maker(as_owner: APIClient, owner: User, shown: str) -> None:
    slug = learn(as_owner, shown)["model"]
    send(as_owner, kind_of_photo("dark", 8), model=slug)
    owner.delete()
    assert not Lesson.objects.exists()
    assert not Photo.objects.exists()
    assert not Prediction.objects.exists()
    assert not Model.objects.filter(slug=slug).exists()


def test_it_says_where_it_stands_while_it_is_learned(as_owner: APIClient, owner: User, shown: str) -> None:
    as_owner.post(f"/api/v1/lessons/{shown}/learn")
    assert as_owner.get(f"/api/v1/lessons/{shown}").json()["status"] == "queued"
    seen = []
    work(lambda: seen.append(as_owner.get(f"/api/v1/lessons/{shown}").json()["looked_at"]))
    assert seen[0] == 8
    assert seen[-1] == 10
    event = Event.objects.get(user=owner, type="lesson.updated")
    assert (event.data["id"], event.data["status"]) == (shown, "succeeded")


def test_between_its_pieces_predictions_are_answered(as_owner: APIClient, shown: str, base: Version) -> None:
    as_owner.post(f"/api/v1/lessons/{shown}/learn")
    waiting = send(as_owner, kind_of_photo("dark", 8), model="efficientnet-lite0").json()["id"]
    statuses = []

    def pause() -> None:
        answer_predictions()
        statuses.append((Prediction.objects.get(pk=waiting).status, Lesson.objects.get().status))

    work(pause)
    assert statuses[0] == ("succeeded", "queued")


@pytest.mark.parametrize("when", ["queued", "processing"])
def test_what_is_canceled_ends_and_keeps_its_photos(as_owner: APIClient, shown: str, when: str) -> None:
    as_owner.post(f"/api/v1/lessons/{shown}/learn")

    def cancel() -> None:
        if Lesson.objects.get().status == when:
            assert as_owner.post(f"/api/v1/lessons/{shown}/cancel").status_code == 200

    work(cancel)
    lesson = as_owner.get(f"/api/v1/lessons/{shown}").json()
    assert (lesson["status"], lesson["model"], lesson["photos"]) == ("canceled", None, 10)
    assert not Model.objects.exclude(slug="efficientnet-lite0").exists()
    assert learn(as_owner, shown)["status"] == "succeeded"


def test_a_worker_that_was_thought_dead_writes_nothing(as_owner: APIClient, shown: str) -> None:
    as_owner.post(f"/api/v1/lessons/{shown}/learn")
    lost: list[Lesson] = []

    def take_over() -> None:
        row = Lesson.objects.get()
        if row.status == "processing" and not lost:
            lost.append(row)
            Lesson.objects.update(attempt=row.attempt + 1)

    work(take_over)
    assert Lesson.objects.get().status == "processing"
    with pytest.raises(record.Lost):
        record.require_ours(lost[0])
    assert not Model.objects.exclude(slug="efficientnet-lite0").exists()


def test_a_lesson_whose_worker_was_lost_waits_again_and_ends_the_third_time(shown: str, as_owner: APIClient) -> None:
    from apps.lessons.claim import release

    while work():
        pass
    as_owner.post(f"/api/v1/lessons/{shown}/learn")
    digest = Photo.objects.values_list("looked_by", flat=True).distinct().get()
    for status in ("queued", "queued", "failed"):
        assert claim(digest) is not None
        release(Lesson.objects.all())
        assert Lesson.objects.get().status == status
    assert "three times" in as_owner.get(f"/api/v1/lessons/{shown}").json()["error"]


def test_a_photo_that_ends_the_worker_is_taken_alone_and_then_left_out(shown: str, base: Version) -> None:
    for expected in (8, 1, 1):
        found = look.take(base.digest)
        assert len(found) == expected
        Photo.objects.update(begun_at=None)
        Photo.objects.exclude(pk=found[0].pk).update(tries=0)
    assert found[0].pk not in [one.pk for one in look.take(base.digest)]
    assert "three times" in Photo.objects.get(pk=found[0].pk).unreadable


def test_without_the_base_model_it_says_so(as_owner: APIClient) -> None:
    lesson = begin(as_owner)
    for label in ("dark", "bright"):
        show(as_owner, lesson, label, *(kind_of_photo(label, number) for number in range(5)))
    answer = as_owner.post(f"/api/v1/lessons/{lesson}/learn")
    assert (answer.status_code, "efficientnet-lite0" in answer.json()["detail"]) == (409, True)
    assert work() is False

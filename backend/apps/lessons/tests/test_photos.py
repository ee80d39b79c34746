"""Photos come into a lesson, each by itself; and whose they are."""

import io
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.lessons.models import Lesson, Photo
from apps.lessons.tasks import sweep
from apps.lessons.tests.conftest import begin, kind_of_photo, learn, show, work
from apps.predictions.tests.conftest import send
from apps.storage.file_store import media
from apps.uploads.models import Upload
from conftest import Configure

pytestmark = pytest.mark.django_db


def photos(client: APIClient, lesson: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = client.get(f"/api/v1/lessons/{lesson}/photos").json()["results"]
    return found


def checks(side: int) -> bytes:
    """A picture that is not plain."""
    picture, out = Image.new("RGB", (64, 64)), io.BytesIO()
    for place in range(0, 64, 2 * side):
        picture.paste((250, 200, 30 + place), (place, place // 2, place + side, 64))
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_broken_photo_is_named_and_the_others_are_taken(as_owner: APIClient) -> None:
    lesson = begin(as_owner)
    broken, empty = SimpleUploadedFile("broken.jpg", b"\xff\xd8\xff nothing"), SimpleUploadedFile("empty.jpg", b"")
    answer = show(as_owner, lesson, "cup", kind_of_photo("dark", 1), broken, empty, kind_of_photo("dark", 2)).json()
    assert [one["name"] for one in answer["photos"]] == ["dark1.png", "dark2.png"]
    assert [one["name"] for one in answer["left_out"]] == ["broken.jpg", "empty.jpg"]
    assert all(one["detail"].startswith(one["name"]) for one in answer["left_out"])
    found = as_owner.get(f"/api/v1/lessons/{lesson}").json()
    assert found["labels"] == [{"label": "cup", "photos": 2, "missing": 3}]


def test_the_same_file_twice_under_a_label_counts_once_and_under_another_it_is_shown(
    as_owner: APIClient, base: Version
) -> None:
    lesson = begin(as_owner)
    show(as_owner, lesson, "cup", kind_of_photo("dark", 1), kind_of_photo("dark", 2))
    again = show(as_owner, lesson, "cup", kind_of_photo("dark", 1)).json()
    assert (again["photos"], [one["code"] for one in again["left_out"]]) == ([], ["conflict"])
    assert len(show(as_owner, lesson, "pot", kind_of_photo("dark", 1)).json()["photos"]) == 1
    work()
    assert len(photos(as_owner, lesson)) == 3


def test_pictures_of_predictions_are_copied_and_go_their_own_ways(as_owner: APIClient, base: Version) -> None:
    sent = send(as_owner, kind_of_photo("dark", 1), model="efficientnet-lite0").json()["id"]
    lesson = begin(as_owner)
    answer = show(as_owner, lesson, "cup", prediction=[sent])
    assert [one["name"] for one in answer.json()["photos"]] == ["dark1.png"]
    assert as_owner.delete(f"/api/v1/predictions/{sent}").status_code == 204
    (photo,) = Photo.objects.select_related("upload")
    assert media().exists(str(photo.upload.file.name))


def test_the_pictures_of_others_are_not_to_be_had(as_owner: APIClient, as_stranger: APIClient, base: Version) -> None:
    sent = send(as_stranger, kind_of_photo("dark", 1), model="efficientnet-lite0").json()["id"]
    answer = show(as_owner, begin(as_owner), "cup", prediction=[sent])
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (404, "/prediction")
    assert not Photo.objects.exists()


def test_what_is_somebody_elses_does_not_exist(as_owner: APIClient, as_stranger: APIClient, shown: str) -> None:
    photo = Photo.objects.first()
    assert photo
    path = f"/api/v1/lessons/{shown}"
    for method, address in (
        ("get", path), ("delete", path), ("post", f"{path}/learn"), ("post", f"{path}/cancel"),
        ("get", f"{path}/photos"), ("delete", f"{path}/photos/{photo.pk}"),
        ("get", f"{path}/photos/{photo.pk}/thumbnail"),
    ):  # fmt: skip
        assert getattr(as_stranger, method)(address).status_code == 404, address
    assert show(as_stranger, shown, "cup", kind_of_photo("dark", 9)).status_code == 404
    moved = as_stranger.patch(f"{path}/photos/{photo.pk}", {"label": "x"}, format="json")
    assert moved.status_code == 404
    assert as_stranger.get("/api/v1/lessons").json()["results"] == []
    assert as_owner.get(path).json()["photos"] == 10


def test_a_key_for_predictions_may_teach_and_nobody_without_a_name(
    owner: User, nobody: APIClient, with_key: Callable[..., APIClient]
) -> None:
    assert with_key(owner, "predict").get("/api/v1/lessons").status_code == 200
    assert with_key(owner, "models:write").get("/api/v1/lessons").status_code == 403
    assert nobody.get("/api/v1/lessons").status_code == 401


def test_a_photo_is_moved_looked_at_and_deleted_with_its_file(as_owner: APIClient, shown: str) -> None:
    first = photos(as_owner, shown)[0]
    path = f"/api/v1/lessons/{shown}/photos/{first['id']}"
    assert as_owner.patch(path, {"label": "bright"}, format="json").json()["label"] == "bright"
    assert as_owner.get(f"{path}/thumbnail")["Content-Type"] == "image/webp"
    name = str(Upload.objects.get(pk=str(first["id"])).file.name)
    assert as_owner.delete(path).status_code == 204
    assert as_owner.get(f"{path}/thumbnail").status_code == 404
    labels = as_owner.get(f"/api/v1/lessons/{shown}").json()["labels"]
    assert {one["label"]: one["photos"] for one in labels} == {"bright": 5, "dark": 4}
    assert not Upload.objects.filter(file=name).exists()


def test_what_is_put_into_the_trash_is_nowhere_and_may_be_had_back(as_owner: APIClient, shown: str) -> None:
    first = photos(as_owner, shown)[0]
    path = f"/api/v1/lessons/{shown}/photos/{first['id']}"
    assert as_owner.patch(path, {"trashed": True}, format="json").status_code == 200
    assert first["id"] not in [one["id"] for one in photos(as_owner, shown)]
    assert as_owner.get(f"{path}/thumbnail").status_code == 404
    assert as_owner.get(f"/api/v1/lessons/{shown}").json()["photos"] == 9
    sweep()
    assert as_owner.patch(path, {"trashed": False}, format="json").json()["label"] == first["label"]
    assert len(photos(as_owner, shown)) == 10


def test_after_a_minute_it_is_deleted_with_its_file(as_owner: APIClient, shown: str) -> None:
    first = photos(as_owner, shown)[0]
    path = f"/api/v1/lessons/{shown}/photos/{first['id']}"
    as_owner.patch(path, {"trashed": True}, format="json")
    name = str(Upload.objects.get(pk=str(first["id"])).file.name)
    Photo.objects.filter(pk=UUID(str(first["id"]))).update(trashed_at=timezone.now() - timedelta(minutes=2))
    sweep()
    assert not Upload.objects.filter(file=name).exists()
    assert as_owner.patch(path, {"trashed": False}, format="json").status_code == 404


def test_nothing_is_learned_from_the_trash(as_owner: APIClient, shown: str) -> None:
    show(as_owner, shown, "dark", kind_of_photo("dark", 5))
    first = photos(as_owner, shown)[0]
    as_owner.patch(f"/api/v1/lessons/{shown}/photos/{first['id']}", {"trashed": True}, format="json")
    assert learn(as_owner, shown)["report"]["photos"] == 10


def test_the_twin_of_what_is_removed_is_no_twin_any_more_and_others_still_are(
    as_owner: APIClient, base: Version
) -> None:
    lesson = begin(as_owner)
    for label in ("cup", "pot", "jug"):
        show(as_owner, lesson, label, SimpleUploadedFile(f"{label}.png", checks(8)))
    work()
    first, second, third = photos(as_owner, lesson)
    assert (first["twin"], second["twin"], third["twin"]) == (None, first["id"], first["id"])
    as_owner.delete(f"/api/v1/lessons/{lesson}/photos/{first['id']}")
    second, third = photos(as_owner, lesson)
    assert (second["twin"], third["twin"]) == (None, second["id"])


def test_a_kind_is_called_otherwise_with_all_its_photos(
    as_owner: APIClient, as_stranger: APIClient, shown: str
) -> None:
    path = f"/api/v1/lessons/{shown}/rename"
    answer = as_owner.post(path, {"label": "dark", "to": "night"}, format="json")
    assert [(one["label"], one["photos"]) for one in answer.json()["labels"]] == [("bright", 5), ("night", 5)]
    assert as_owner.post(path, {"label": "night", "to": "bright"}, format="json").status_code == 409
    assert as_owner.post(path, {"label": "dark", "to": "x"}, format="json").status_code == 404
    assert as_stranger.post(path, {"label": "night", "to": "x"}, format="json").status_code == 404
    assert as_owner.post(path, {"label": "night", "to": "night"}, format="json").status_code == 200


@pytest.mark.parametrize("other", ["cafe\u0301", " caf\u00e9", "caf\u00e9 "])
def test_a_kind_is_the_same_however_its_name_was_typed(as_owner: APIClient, other: str) -> None:
    lesson = begin(as_owner)
    show(as_owner, lesson, "caf\u00e9", kind_of_photo("dark", 1))
    show(as_owner, lesson, other, kind_of_photo("dark", 2))
    assert [one["label"] for one in as_owner.get(f"/api/v1/lessons/{lesson}").json()["labels"]] == ["caf\u00e9"]


@pytest.mark.parametrize("name", ["\u200b", "\u2060\u200d", "\u202e"])
def test_a_name_that_cannot_be_seen_is_none(as_owner: APIClient, name: str) -> None:
    answer = show(as_owner, begin(as_owner), name, kind_of_photo("dark", 1))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/label")


def test_no_photo_is_moved_or_taken_back_into_a_kind_too_many(as_owner: APIClient) -> None:
    lesson = begin(as_owner)
    for number in range(20):
        show(as_owner, lesson, f"kind {number}", kind_of_photo("dark", number))
    first, *others = photos(as_owner, lesson)
    path = f"/api/v1/lessons/{lesson}/photos"
    assert as_owner.patch(f"{path}/{others[0]['id']}", {"label": "one more"}, format="json").status_code == 200
    show(as_owner, lesson, "kind 0", kind_of_photo("bright", 1))
    assert as_owner.patch(f"{path}/{first['id']}", {"label": "too many"}, format="json").status_code == 413


def test_a_lesson_goes_with_its_photos_and_the_model_stays(as_owner: APIClient, shown: str) -> None:
    slug = learn(as_owner, shown)["model"]
    assert as_owner.delete(f"/api/v1/lessons/{shown}").status_code == 204
    assert not Lesson.objects.exists()
    assert not Upload.objects.exists()
    assert as_owner.get(f"/api/v1/models/{slug}").status_code == 200


@pytest.mark.parametrize("body", [{}, {"label": ""}, {"label": "x" * 101}, {"label": "c\0p"}, {"label": "cup"}])
def test_photos_need_a_label_and_a_file(as_owner: APIClient, body: dict[str, str]) -> None:
    lesson = begin(as_owner)
    answer = as_owner.post(f"/api/v1/lessons/{lesson}/photos", body, format="multipart")
    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_a_quota_holds_for_photos_too(as_owner: APIClient, configure: Configure) -> None:
    configure(max_user_files=2)
    lesson = begin(as_owner)
    answer = show(as_owner, lesson, "cup", *(kind_of_photo("dark", number) for number in range(3)))
    assert (answer.status_code, answer.json()["code"]) == (413, "quota_exceeded")
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("labels", "reason"),
    [({"dark": 5}, "at least two kinds"), ({"dark": 5, "bright": 4}, "bright has 4"), ({}, "at least two kinds")],
)
def test_too_little_to_learn_is_told(as_owner: APIClient, base: Version, labels: dict[str, int], reason: str) -> None:
    lesson = begin(as_owner)
    for label, count in labels.items():
        show(as_owner, lesson, label, *(kind_of_photo(label, number) for number in range(count)))
    answer = as_owner.post(f"/api/v1/lessons/{lesson}/learn")
    assert answer.status_code == 409
    assert reason in answer.json()["detail"]
    assert as_owner.get(f"/api/v1/lessons/{lesson}").json()["ready"] is False


def test_it_is_learned_once_at_a_time(as_owner: APIClient, shown: str) -> None:
    path = f"/api/v1/lessons/{shown}"
    assert [as_owner.post(f"{path}/learn").status_code for _ in range(2)] == [202, 409]
    assert [as_owner.post(f"{path}/cancel").status_code for _ in range(2)] == [200, 409]

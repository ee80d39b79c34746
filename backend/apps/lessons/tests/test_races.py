"""Two workers at once, each with a connection of its own: every lesson and every photo is one worker's."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from apps.lessons.claim import claim
from apps.lessons.look import LOST, take
from apps.lessons.models import Lesson, Photo, Status
from apps.uploads.models import Upload

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
DIGEST, WORKERS, ROUNDS = "0" * 64, 4, 10
Found = TypeVar("Found")


def at_once(act: Callable[[], Found]) -> list[Found]:
    """What each of some workers gets who all do the same at the same moment."""
    together = threading.Barrier(WORKERS)

    def alone() -> Found:
        together.wait(20)
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return [one.result() for one in [pool.submit(alone) for _ in range(WORKERS)]]


def photo_of(lesson: Lesson, **more: object) -> Photo:
    upload = Upload(owner=lesson.owner, name="a.png", content_type="image/png", size=1, sha256="0" * 64)
    upload.kind = "image-classification"
    upload.file.save("a.png", ContentFile(b"a"), save=False)
    upload.save()
    return Photo.objects.create(lesson=lesson, upload=upload, label="dark", **more)


def test_a_lesson_is_learned_by_one_worker(owner: User) -> None:
    for round_ in range(1, ROUNDS + 1):
        lesson = Lesson.objects.create(owner=owner, title="Cups", status=Status.QUEUED)
        claimed = [one for one in at_once(lambda: claim(DIGEST)) if one]
        assert [one.pk for one in claimed] == [lesson.pk]
        lesson.refresh_from_db()
        assert (lesson.attempt, Lesson.objects.filter(status=Status.PROCESSING).count()) == (1, round_)


def test_each_of_two_lessons_is_learned_once(owner: User) -> None:
    for _ in range(ROUNDS):
        lessons = {Lesson.objects.create(owner=owner, title=title, status=Status.QUEUED).pk for title in "ab"}
        claimed = [one.pk for one in at_once(lambda: claim(DIGEST)) if one]
        assert len(claimed) == len(set(claimed))
        claimed += [one.pk for one in (claim(DIGEST), claim(DIGEST)) if one]  # who lost the race looks again
        assert sorted(claimed) == sorted(lessons)


@pytest.mark.parametrize("tries", [0, 1])
def test_a_photo_is_looked_at_by_one_worker(owner: User, tries: int) -> None:
    lesson = Lesson.objects.create(owner=owner, title="Cups", status=Status.QUEUED)
    for _ in range(ROUNDS):
        photo = photo_of(lesson, tries=tries, begun_at=timezone.now() - 2 * LOST if tries else None)
        taken = [one.pk for found in at_once(lambda: take(DIGEST)) for one in found]
        assert taken == [photo.pk]
        photo.refresh_from_db()
        assert photo.tries == tries + 1

"""Claim a lesson that waits, and take it back from a worker that is lost."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from apps.engines import workers
from apps.lessons.models import Lesson, Status
from apps.lessons.notify import notify
from apps.lessons.selectors import unseen
from apps.queueing import release as queueing

LOST = "The worker was lost three times while it learned this; its operator finds the reason in the log."


@transaction.atomic
def claim(digest: str) -> Lesson | None:
    """Take the oldest lesson that waits and all of whose photos the base model of this digest has seen."""
    waits_for_eyes = Exists(unseen(digest).filter(lesson=OuterRef("pk")))
    lesson = Lesson.next_in_line().exclude(waits_for_eyes).first()
    if lesson is None:
        return None
    lesson.claim(workers.here().name)
    lesson.started_at = timezone.now()
    lesson.save(update_fields=[*Lesson.LEASE_FIELDS, "started_at"])
    notify(lesson)
    return lesson


def release(rows: QuerySet[Lesson]) -> int:
    """Put lessons of a lost worker back; one that was lost for the third time has failed. Returns how many."""
    return queueing.release(rows, count_loss=_count_loss, save=_save)


def _count_loss(lesson: Lesson) -> int:
    lesson.losses += 1
    return lesson.losses


def _save(over: Sequence[Lesson], again: Sequence[Lesson]) -> None:
    for lesson in over:
        lesson.put_back()
        lesson.status, lesson.error, lesson.completed_at = Status.FAILED, LOST, timezone.now()
    for lesson in (*over, *again):
        lesson.save(update_fields=[*Lesson.LEASE_FIELDS, "losses", "error", "completed_at"])
        notify(lesson)

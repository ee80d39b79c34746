"""What may be done to a lesson: learn it, cancel that, sort its photos, delete it."""

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from apps.core import audit
from apps.core.broker import require_broker
from apps.core.errors import Problem
from apps.lessons.limits import BASE
from apps.lessons.models import UNDER_WAY, Lesson, Photo, Status
from apps.lessons.notify import notify
from apps.lessons.selectors import base, counted, owned, require_place_for, why_not_ready
from apps.lessons.tasks import ring
from apps.lessons.twins import note_twins
from apps.live import events
from apps.uploads import store
from apps.uploads.models import Upload


def learn(owner: User, lesson_id: UUID) -> Lesson:
    """Let a worker learn it as it is; with more photos than the last time it becomes the next version of its model.

    Raises:
        Problem: 404; 409 where it is under way, or there are too few photos; 503 while the broker is away.
    """
    require_broker()
    if base() is None:
        raise Problem(409, f"Lessons start from the model {BASE}, which is not installed here.")
    with transaction.atomic():
        lesson = _locked(owner, lesson_id)
        if lesson.status in UNDER_WAY:
            raise Problem(409, "It is being learned already.")
        if reason := why_not_ready(counted(lesson).by_label):
            raise Problem(409, reason)
        lesson.status, lesson.error, lesson.losses = Status.QUEUED, "", 0
        lesson.started_at = lesson.completed_at = None
        lesson.save(update_fields=["status", "error", "losses", "started_at", "completed_at"])
        notify(lesson)
        transaction.on_commit(ring)
        audit.note("lesson_asked", by=owner, lesson=lesson.pk)
    return lesson


@transaction.atomic
def cancel(owner: User, lesson_id: UUID) -> Lesson:
    """Stop learning it; the photos stay. A worker that is at it finds the fence closed. Raises Problem 404, 409."""
    lesson = _locked(owner, lesson_id)
    if lesson.status not in UNDER_WAY:
        raise Problem(409, f"It is not being learned, it is {lesson.status}.")
    lesson.status, lesson.lease_expires_at, lesson.completed_at = Status.CANCELED, None, timezone.now()
    lesson.save(update_fields=["status", "lease_expires_at", "completed_at"])
    notify(lesson)
    return lesson


def delete(owner: User, lesson_id: UUID) -> None:
    """Remove a lesson with its photos and what was seen of them; the model that was learned stays.

    Raises:
        Problem: 404.
    """
    with transaction.atomic():
        lesson = _locked(owner, lesson_id)
        events.forget(lesson.pk)
        store.delete(Upload.objects.filter(photo__lesson=lesson))
        lesson.delete()
        audit.note("lesson_deleted", by=owner, lesson=lesson_id)


@transaction.atomic
def rename(owner: User, lesson_id: UUID, label: str, to: str) -> Lesson:
    """Call a label otherwise. What was learned keeps the old name until it is learned anew.

    Raises:
        Problem: 404 without such a label; 409 where there is one of the new name: afterwards none could be told from
            the other.
    """
    lesson = _locked(owner, lesson_id)
    photos = Photo.objects.filter(lesson=lesson)
    if not photos.filter(label=label).exists():
        raise Problem(404, f"This lesson has no photos of {label}.")
    if to != label and photos.shown().filter(label=to).exists():
        raise Problem(409, f"There is a kind {to} already. Move the photos there one by one.")
    photos.filter(label=label).update(label=to)
    notify(lesson)
    return lesson


@transaction.atomic
def change(owner: User, lesson_id: UUID, photo_id: UUID, label: str | None, trashed: bool | None) -> Photo:
    """Say what a photo shows, put it into the trash or take it back; None: as it is.

    Raises:
        Problem: 404, also when its time in the trash is over; 413 with too many labels, or photos to take one back.
    """
    lesson = _locked(owner, lesson_id)
    photo = _photo(lesson, photo_id)
    if trashed is not None:
        photo.trashed_at = timezone.now() if trashed else None
    photo.label = photo.label if label is None else label
    if not trashed:
        require_place_for(lesson, photo.label, photo.pk)
    photo.save(update_fields=["label", "trashed_at"])
    if trashed is not None:
        note_twins(lesson.pk)
    notify(lesson)
    return photo


@transaction.atomic
def remove(owner: User, lesson_id: UUID, photo_id: UUID) -> None:
    """Remove a photo. What was learned from it stays as it is until it is learned anew. Raises Problem 404."""
    lesson = _locked(owner, lesson_id)
    photo = _photo(lesson, photo_id)
    store.delete(Upload.objects.filter(pk=photo.pk))
    note_twins(lesson.pk)
    notify(lesson)


def _locked(owner: User, lesson_id: UUID) -> Lesson:
    lesson = owned(owner).select_for_update(of=("self",)).filter(pk=lesson_id).first()
    if lesson is None:
        raise Problem(404, "There is no such lesson.")
    return lesson


def _photo(lesson: Lesson, photo_id: UUID) -> Photo:
    photo = Photo.objects.filter(lesson=lesson, pk=photo_id).select_related("upload").first()
    if photo is None:
        raise Problem(404, "There is no such photo.")
    return photo

"""A lesson begins, and photos come into it: each by itself, so that a broken one keeps none of the others out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from apps.core import audit
from apps.core.broker import require_broker
from apps.core.errors import Problem
from apps.core.statements import insert
from apps.lessons.copied import copies_of
from apps.lessons.limits import MOST_LESSONS, MOST_PHOTOS
from apps.lessons.models import Lesson, Photo
from apps.lessons.notify import notify
from apps.lessons.schemas import LeftOutSchema
from apps.lessons.selectors import find, require_place_for
from apps.lessons.tasks import ring
from apps.uploads import quota, store
from apps.uploads.incoming import ArrivedFile
from apps.uploads.models import Upload
from apps.uploads.validate import inspect
from ml.types import Inspected

KIND = "image-classification"
KNOWN = "{name}: this lesson has it already, as {label}."
Good = tuple[ArrivedFile, Inspected]


@dataclass(slots=True)
class Added:
    """What was taken, and what was not."""

    photos: list[Photo] = field(default_factory=list)
    left_out: list[LeftOutSchema] = field(default_factory=list)

    def leave_out(self, name: str, problem: Problem) -> None:
        """Say why."""
        self.left_out.append(LeftOutSchema(name=name, code=problem.code, detail=problem.detail))


def begin(owner: User, title: str) -> Lesson:
    """An empty lesson. Raises Problem 409 where there are too many."""
    if Lesson.objects.filter(owner=owner).count() >= MOST_LESSONS:
        raise Problem(409, f"You have {MOST_LESSONS} lessons; delete one that is not needed any more.")
    with transaction.atomic():
        lesson = Lesson.objects.create(owner=owner, title=title)
        notify(lesson)
        audit.note("lesson_made", by=owner, lesson=lesson.pk)
    return lesson


def add(owner: User, lesson_id: UUID, label: str, files: Sequence[ArrivedFile], predictions: Sequence[UUID]) -> Added:
    """Store photos as those of a label; what cannot be taken is named and left out.

    Raises:
        Problem: 404 without such a lesson or prediction; 413 where it would be too much for the lesson or the quota;
            503 while the broker is away.
    """
    require_broker()
    lesson, added = find(owner, lesson_id), Added()
    arrived = [*files, *copies_of(owner, predictions)]
    good = [found for file in arrived if (found := _inspected(file, added))]
    good = _new_ones(lesson, label, good, added)
    _require_room(lesson, label, len(good))
    quota.require_quota(owner, [file.size or 0 for file, _ in good])
    if good:
        _store(owner, lesson, label, good, added)
    return added


def _inspected(file: ArrivedFile, added: Added) -> Good | None:
    name = file.name or "file"
    try:
        found = inspect(Path(file.temporary_file_path()), name)
        if found.medium != "image":
            raise Problem(422, f"{name} is no picture.", code="wrong_kind")
    except Problem as problem:
        if problem.status == 503:
            raise
        added.leave_out(name, problem)
        return None
    return file, found


def _new_ones(lesson: Lesson, label: str, good: Sequence[Good], added: Added) -> list[Good]:
    """Without what this label has already. Under another label it is taken: which of the two is right, people say."""
    known = set(Photo.objects.shown().filter(lesson=lesson, label=label).values_list("upload__sha256", flat=True))
    new = []
    for file, inspected in good:
        if file.sha256 in known:
            added.leave_out(file.name or "file", Problem(409, KNOWN.format(name=file.name, label=label)))
        else:
            known.add(file.sha256)
            new.append((file, inspected))
    return new


def _require_room(lesson: Lesson, label: str, count: int) -> None:
    if Photo.objects.shown().filter(lesson=lesson).count() + count > MOST_PHOTOS:
        raise Problem(413, f"A lesson holds at most {MOST_PHOTOS} photos. To learn from more, train a model.")
    require_place_for(lesson, label)


def _store(owner: User, lesson: Lesson, label: str, good: Sequence[Good], added: Added) -> None:
    uploads: list[Upload] = []
    try:
        for file, inspected in good:
            uploads.append(store.store(owner, file, inspected, KIND))
        with transaction.atomic():
            if not Lesson.objects.select_for_update().filter(pk=lesson.pk).exists():
                raise Problem(404, "The lesson was deleted meanwhile.")
            insert(uploads)
            photos = [Photo(upload=upload, lesson=lesson, label=label) for upload in uploads]
            Photo.objects.bulk_create(photos)
            notify(lesson)
            transaction.on_commit(ring)
    except BaseException:
        for upload in uploads:
            store.discard(upload)
        quota.forget(owner.pk)
        raise
    added.photos.extend(photos)

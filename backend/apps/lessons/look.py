"""Photos are looked at as they come, a few at a time, so that learning them takes no longer than the fit."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from apps.lessons.models import Lesson, Photo
from apps.lessons.notify import notify
from apps.lessons.selectors import unseen
from apps.lessons.twins import note_twins
from apps.uploads.copies import local_copies
from ml.errors import BadInput
from ml.vision.lessons.seeing import Eye, Seen

# A tenth of a second on two cores: so long a prediction may wait for them.
AT_ONCE = 8
# Whoever began to look that long ago is lost.
LOST = timedelta(seconds=30)
MOST_TRIES = 3
GONE, DEADLY = "The file is no longer in storage.", "Looking at it ended the worker three times."


@transaction.atomic
def take(digest: str) -> list[Photo]:
    """Some photos that the base model of this digest has not seen, and nobody looks at; the oldest lesson's first.

    One that was begun before is taken alone: if it is what ended the worker, it harms no neighbour.
    """
    now = timezone.now()
    free = unseen(digest).filter(Q(begun_at=None) | Q(begun_at__lt=now - LOST))
    free.filter(tries__gte=MOST_TRIES).update(unreadable=DEADLY)
    first = free.order_by(F("lesson__started_at").asc(nulls_last=True), "upload_id").first()
    if first is None:
        return []
    wanted = free.filter(pk=first.pk) if first.tries else free.filter(lesson=first.lesson_id, tries=0)
    locked = wanted.select_for_update(of=("self",), skip_locked=True)
    found = list(locked.select_related("upload").order_by("upload_id")[:AT_ONCE])
    Photo.objects.filter(pk__in=[photo.pk for photo in found]).update(begun_at=now, tries=F("tries") + 1)
    return found


def look(eye: Eye, digest: str, photos: Sequence[Photo]) -> None:
    """Note what the base model sees of them. Raises StorageAway."""
    with local_copies([photo.upload for photo in photos]) as paths:
        here = [path for path in paths if path]
        seen = iter(eye.look(here))
        found = [next(seen) if path else None for path in paths]
    with transaction.atomic():
        for photo, one in zip(photos, found, strict=True):
            _keep(photo, one, digest)
        note_twins(photos[0].lesson_id)
        notify(Lesson.objects.get(pk=photos[0].lesson_id))


def _keep(photo: Photo, one: Seen | BadInput | None, digest: str) -> None:
    mine = Photo.objects.filter(pk=photo.pk)
    if isinstance(one, Seen):
        kept = {"views": one.views.tobytes(), "fingerprint": one.fingerprint.to_bytes(), "looked_by": digest}
        mine.update(**kept, tries=0, begun_at=None)
    else:
        mine.update(unreadable=one.detail[:300] if one else GONE)

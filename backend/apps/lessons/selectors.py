"""Reads: whose lessons, and what is still to be done about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet

from apps.catalogue.models import Alias, Version
from apps.core.errors import Problem
from apps.lessons.limits import BASE, FEWEST_LABELS, FEWEST_PHOTOS, MOST_LABELS
from apps.lessons.models import UNDER_WAY, Lesson, Photo, Status


def owned(owner: User) -> QuerySet[Lesson]:
    """What belongs to somebody else does not exist."""
    return Lesson.objects.filter(owner=owner).select_related("version")


def find(owner: User, lesson_id: UUID) -> Lesson:
    """One lesson of `owner`. Raises Problem 404."""
    lesson = owned(owner).filter(pk=lesson_id).first()
    if lesson is None:
        raise Problem(404, "There is no such lesson.")
    return lesson


def photos(lesson: Lesson) -> QuerySet[Photo]:
    """Its photos as they came, without what was seen of them."""
    shown = Photo.objects.shown().filter(lesson=lesson).select_related("upload")
    return shown.defer("views", "fingerprint", "upload__thumbnail", "upload__peaks").order_by("upload_id")


@dataclass(frozen=True, slots=True)
class PhotoCount:
    """How many photos a lesson has, how many a worker has looked at, in vain or not, and what is left of each label."""

    all: int
    looked_at: int
    by_label: Mapping[str, int]


def counted(lesson: Lesson) -> PhotoCount:
    """Its photos, by one statement."""
    by_label = Photo.objects.shown().filter(lesson=lesson).order_by("label").values("label")
    waiting = Count("pk", filter=Q(looked_by="", unreadable=""))
    rows = list(by_label.annotate(all=Count("pk"), waiting=waiting, good=Count("pk", filter=Q(unreadable=""))))
    together = sum(row["all"] for row in rows)
    good = {row["label"]: row["good"] for row in rows if row["good"]}
    return PhotoCount(together, together - sum(row["waiting"] for row in rows), good)


def require_place_for(lesson: Lesson, label: str, moved: UUID | None = None) -> None:
    """Raises Problem 413 where it would be one label too many; the photo that is moved there leaves another."""
    others = Photo.objects.shown().filter(lesson=lesson).exclude(label=label).exclude(pk=moved)
    if others.order_by().values("label").distinct().count() >= MOST_LABELS:
        raise Problem(413, f"A lesson tells at most {MOST_LABELS} kinds apart. For more, train a model.")


def why_not_ready(by_label: Mapping[str, int]) -> str:
    """What is missing before it can be learned, a sentence; nothing where nothing is."""
    if len(by_label) < FEWEST_LABELS:
        return "Show photos of at least two kinds: what is learned is what tells them apart."
    few = [f"{label} has {count}" for label, count in by_label.items() if count < FEWEST_PHOTOS]
    return f"Each kind needs {FEWEST_PHOTOS} photos: {', '.join(few)}." if few else ""


def base() -> Version | None:
    """The version that lessons start from now."""
    alias = Alias.objects.filter(model_id=BASE, name=Version.PRODUCTION).select_related("version").first()
    return alias.version if alias else None


def unseen(digest: str) -> QuerySet[Photo]:
    """Photos to look at: new ones, and of lessons that are asked for those that another base model has seen."""
    another = Q(lesson__status__in=UNDER_WAY) & ~Q(looked_by=digest)
    return Photo.objects.shown().filter(Q(looked_by="") | another, unreadable="")


def anything_to_do() -> bool:
    """Whether a worker should come."""
    new = Photo.objects.shown().filter(looked_by="", unreadable="")
    return Lesson.objects.filter(status=Status.QUEUED).exists() or new.exists()

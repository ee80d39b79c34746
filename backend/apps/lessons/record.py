"""How a claimed lesson ends: with a version, or with a sentence; always where its claim still stands."""

import logging
import re
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from apps.catalogue.install import install
from apps.core import audit
from apps.lessons.models import Lesson, Status
from apps.lessons.notify import notify
from apps.queueing.release import locked

if TYPE_CHECKING:
    from ml.vision.lessons.learn import Learned

logger = logging.getLogger(__name__)


class Lost(Exception):
    """The lesson is no longer ours: it was canceled or deleted, or its lease ran out."""


def require_ours(lesson: Lesson) -> None:
    """Raises Lost."""
    if not lesson.held().exists():
        raise Lost


def slug_of(lesson: Lesson) -> str:
    """Of its model, or of the one to come: nobody can find out by it what others have called theirs."""
    if lesson.model_id:
        return lesson.model_id
    words = re.sub(r"[^a-z0-9]+", "-", lesson.title.lower()).strip("-")[:40].strip("-")
    return f"{words or 'lesson'}-{secrets.token_hex(4)}"


def succeeded(lesson: Lesson, learned: "Learned", photos: Sequence[str]) -> None:
    """Its bundle becomes the next version of its model. Raises Lost, StorageAway.

    Args:
        photos: the ids of the photos, in the order of the examples.
    """
    report = learned.report.model_dump(mode="json")
    for one in (*report["mistakes"], *report["unsure"]):
        one["photo"] = photos[one.pop("place")]
    with transaction.atomic():
        _hold(lesson)
        version = install(learned.bundle.folder, owner=lesson.owner)
        fields = {"model_id": version.model_id, "version_id": version.pk, "report": report}
        _end(lesson, Status.SUCCEEDED, {**fields, "error": ""})
        audit.note("version_made", by=lesson.owner, model=version.model_id, version=version.number)


@transaction.atomic
def failed(lesson: Lesson, sentence: str) -> None:
    """Nothing came of it. Raises Lost."""
    _hold(lesson)
    _end(lesson, Status.FAILED, {"error": sentence})


def _hold(lesson: Lesson) -> None:
    if not locked(lesson.held()):
        raise Lost


def _end(lesson: Lesson, status: Status, fields: Mapping[str, object]) -> None:
    over = {"status": status, "claimed_by": "", "lease_expires_at": None, "completed_at": timezone.now(), "losses": 0}
    if not lesson.held().update(**over, **fields):
        raise Lost
    logger.info("lesson %s is %s", lesson.pk, status)
    notify(Lesson.objects.get(pk=lesson.pk))

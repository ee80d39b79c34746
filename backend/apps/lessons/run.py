"""What a worker does about lessons: it looks at photos and learns, in pieces, and answers predictions between them."""

import logging
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.conf import settings

from apps.catalogue import bundles
from apps.catalogue.models import Version
from apps.core import draining
from apps.core.errors import StorageAway
from apps.lessons import record
from apps.lessons.claim import claim
from apps.lessons.look import look, take
from apps.lessons.models import Lesson, Photo
from apps.lessons.selectors import base
from apps.queueing.renew import renewed
from ml.bundle import Bundle
from ml.errors import Explained
from ml.types import Limits
from ml.vision.lessons.learn import About, Example, learn
from ml.vision.lessons.seeing import Eye, Seen, sight

logger = logging.getLogger(__name__)
WRONG = "Something unexpected went wrong; the worker's log has it."
# Answers predictions.
Pause = Callable[[], None]


def work(seconds: float, pause: Pause) -> bool:
    """Look at what nobody has looked at, then learn what waits, until nothing is left or time is up.

    Args:
        pause: called after each piece of the work.

    Returns:
        Whether anything is left that this worker can do.
    """
    start, until = base(), time.monotonic() + seconds
    if start is None:
        logger.warning("lessons wait: the model that they start from is not installed")
        return False
    try:
        learner = Learner(start, pause)
        while not draining.has_begun() and time.monotonic() < until:
            if not learner.do_one_piece():
                return False
            pause()
    except StorageAway as error:
        logger.warning("lessons wait: %s", error)
        return False
    return True


class Learner:
    """Learns with one base model. Raises StorageAway, BundleError where that cannot be had."""

    def __init__(self, start: Version, pause: Pause) -> None:
        self._digest, self._pause = sight(start.digest), pause
        self._base = Bundle.load(bundles.local_folder(start))
        self._eye: Eye | None = None

    def do_one_piece(self) -> bool:
        """Look at a few photos, or learn one lesson. Returns whether there was anything."""
        if photos := take(self._digest):
            self._eye = self._eye or Eye(self._base, Limits(settings.SLIPWAY.max_pixels), settings.SLIPWAY.threads)
            look(self._eye, self._digest, photos)
            return True
        lesson = claim(self._digest)
        if lesson is None:
            return False
        try:
            with renewed(lesson.held):
                self._learn(lesson)
        except record.Lost:
            logger.warning("lesson %s is no longer ours", lesson.pk)
        return True

    def _learn(self, lesson: Lesson) -> None:
        with tempfile.TemporaryDirectory(prefix="lesson-", dir=settings.FILE_UPLOAD_TEMP_DIR) as place:
            try:
                about = About(slug=record.slug_of(lesson), title=lesson.title)
                photos, examples = self._examples(lesson)
                learned = learn(self._base, about, examples, Path(place) / "bundle", partial(self._between, lesson))
                record.succeeded(lesson, learned, photos)
            except Explained as error:
                record.failed(lesson, str(error))
            except (record.Lost, StorageAway):
                raise
            except Exception:
                logger.exception("lesson %s", lesson.pk)
                record.failed(lesson, WRONG)

    def _examples(self, lesson: Lesson) -> tuple[list[str], list[Example]]:
        """Its photos that were seen, by their ids, and what was seen of them."""
        seen = Photo.objects.shown().filter(lesson=lesson, looked_by=self._digest, unreadable="").order_by("upload_id")
        rows = list(seen.values_list("pk", "label", "upload__sha256", "views", "fingerprint"))
        examples = [
            Example(Seen.from_bytes(bytes(views or b""), bytes(kept or b"")), label, sha256)
            for _, label, sha256, views, kept in rows
        ]
        return [str(key) for key, *_ in rows], examples

    def _between(self, lesson: Lesson) -> None:
        """Raises Lost."""
        self._pause()
        record.require_ours(lesson)

"""What a worker does about explanations: one after the other, with predictions answered between pieces of the work."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.conf import settings

from apps.catalogue.bundles import local_folder
from apps.core import draining
from apps.core.errors import StorageAway
from apps.explanations import record
from apps.explanations.claim import claim, give_back
from apps.explanations.models import Explanation
from apps.explanations.selectors import labels_of
from apps.predictions.models import Prediction
from apps.queueing.renew import renewed
from apps.uploads.copies import local_copies
from ml.bundle import Bundle
from ml.errors import Explained
from ml.serving.watch import TimeUp
from ml.types import Limits
from ml.vision.explain.explainer import Explainer

logger = logging.getLogger(__name__)
GONE = "The picture is no longer in storage."
WRONG = "Something unexpected went wrong; the worker's log has it."
TOO_LONG = "It took longer than a worker may take."
TOLD_EVERY = 1.0
# Answers predictions.
Pause = Callable[[], None]


def work(seconds: float, pause: Pause) -> bool:
    """Explain what waits until nothing is left or time is up. Returns whether anything is left.

    Args:
        pause: called after each piece of the work.
    """
    until = time.monotonic() + seconds
    while not draining.has_begun() and time.monotonic() < until:
        row = claim()
        if row is None:
            return False
        try:
            with renewed(row.held):
                _explain(row, pause)
        except StorageAway as error:
            logger.warning("explanations wait: %s", error)
            give_back(row)
            return False
        pause()
    return True


def _explain(row: Explanation, pause: Pause) -> None:
    prediction = Prediction.objects.select_related("upload", "version__model").filter(pk=row.prediction_id).first()
    if prediction is None:
        return
    with suppress(record.Lost), _ends_with_a_sentence(row), local_copies([prediction.upload]) as (path,):
        if path is None:
            record.failed(row, GONE)
            return
        given, bundle = settings.SLIPWAY, Bundle.load(local_folder(prediction.version))
        explainer = Explainer(bundle, given.device, given.threads, Limits(given.max_pixels))
        found = explainer.explain(path, labels_of(prediction, row.label), _Between(row, pause))
        record.succeeded(row, found.model_dump(mode="json"))


@contextmanager
def _ends_with_a_sentence(row: Explanation) -> Iterator[None]:
    try:
        yield
    except Explained as error:
        record.failed(row, str(error))
    except TimeUp:
        record.failed(row, TOO_LONG)
    except (record.Lost, StorageAway):
        raise
    except Exception:
        logger.exception("the explanation of %s", row.prediction_id)
        record.failed(row, WRONG)


class _Between:
    """Between two pieces of the work: predictions have their turn, and now and then it is told how far it is."""

    def __init__(self, row: Explanation, pause: Pause) -> None:
        self._row, self._pause, self._told = row, pause, time.monotonic()

    def __call__(self, done: float) -> None:
        """Raises Lost."""
        self._pause()
        record.require_ours(self._row)
        if time.monotonic() > self._told + TOLD_EVERY:
            record.progressed(self._row, done)
            self._told = time.monotonic()

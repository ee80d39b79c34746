"""What a worker does for shadows while no prediction waits: a few copies at a time."""

import logging
import time
from collections.abc import Callable, Sequence

from apps.core import draining
from apps.core.errors import StorageAway
from apps.engines.engines import engine_for
from apps.shadows.claim import Lot, claim
from apps.shadows.record import record
from apps.uploads.copies import local_copies
from ml.errors import BadInput
from ml.serving.watch import TimeUp
from ml.types import Item, Result

logger = logging.getLogger(__name__)
# Who sends a file meanwhile waits for it.
LOT_SECONDS, MOST = 0.25, 32
FAILED = BadInput("model_failed", "The candidate failed; the worker's log says how.")
# Answers predictions, and says whether some are left.
AnswerOthers = Callable[[], bool]


def work(kind: str, seconds: float, answer_others: AnswerOthers) -> bool:
    """Mirror until every shadow of this kind has seen all, or time is up. Returns whether to go on later.

    Args:
        answer_others: called before each lot: whatever people wait for goes first.
    """
    until, items = time.monotonic() + seconds, 1
    while not draining.has_begun() and time.monotonic() < until:
        if answer_others():
            return True
        lot = claim(kind, items)
        if lot is None:
            return False
        began = time.monotonic()
        try:
            record(lot, _answers(lot))
        except StorageAway as error:
            logger.warning("%d copies are dropped: %s", len(lot.rows), error)
            return False
        each = (time.monotonic() - began) / len(lot.rows)
        # The first one may load the version: no more than twice as many as before, and no fewer than one.
        items = max(1, min(MOST, 2 * len(lot.rows), int(LOT_SECONDS / each)))
    return True


def _answers(lot: Lot) -> Sequence[Result | BadInput | None]:
    """One for each row; None where its file is gone."""
    with local_copies([row.upload for row in lot.rows]) as paths:
        items = [Item(path, row.options) for row, path in zip(lot.rows, paths, strict=True) if path]
        try:
            found = iter(engine_for(lot.shadow.candidate).predict_many(items))
        except StorageAway:
            raise
        except (Exception, TimeUp):
            logger.exception("copies for %s", lot.shadow.candidate)
            found = iter([FAILED] * len(items))
        return [next(found) if path else None for path in paths]

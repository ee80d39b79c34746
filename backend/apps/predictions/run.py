"""Infer what was claimed, and let it end."""

import logging
import time
from collections.abc import Callable, Collection, Sequence

from apps.catalogue.models import Version, Worker
from apps.core import draining
from apps.core.errors import StorageAway
from apps.engines import workers
from apps.engines.engines import engine_for
from apps.predictions.claim import claim_batch
from apps.predictions.finish import Failure, Outcome, finish, give_back, release
from apps.predictions.models import Prediction
from apps.predictions.selectors import kinds_waiting
from apps.queueing.renew import renewed
from apps.storage.file_store import media
from apps.uploads.copies import local_copies
from ml.errors import BadInput, BundleError, DeviceError
from ml.types import Item

logger = logging.getLogger(__name__)
REPORT_SECONDS = 1.0
FILE_MISSING = Failure("file_missing", "The file is no longer in storage.")


def drain(kinds: Collection[str], *, seconds: float, wake: Callable[[Collection[str]], None]) -> bool:
    """Answer waiting predictions, oldest first, until none waits, `seconds` have passed or this worker shall end.

    `wake` is told the kinds that still wait after each claim, so that idle colleagues join in.
    Returns whether anything is left waiting that should be rung for: not while the storage is away, when the sweep asks
    often enough.
    """
    deadline = time.monotonic() + seconds
    while not draining.has_begun() and media().usable() and (batch := claim_batch(kinds)):
        wake(kinds_waiting(kinds))
        workers.report(Worker.State.BUSY, patience=REPORT_SECONDS)
        if not answer(batch):
            break
        workers.report(Worker.State.READY, items=len(batch), patience=REPORT_SECONDS)
        if time.monotonic() > deadline:
            return bool(kinds_waiting(kinds))
    workers.report(Worker.State.READY, patience=REPORT_SECONDS)
    return draining.has_begun() and bool(kinds_waiting(kinds))


class TimeUp(BaseException):
    """The batch has run longer than SLIPWAY_BATCH_TIMEOUT. No `except Exception` on the way may swallow it."""


def time_is_up(*_: object) -> None:
    """The signal handler of a computing process."""
    raise TimeUp


def answer(batch: Sequence[Prediction]) -> bool:
    """Infer and finish. When the time is up each row is tried once more alone; a row that was alone has failed.

    Returns whether to go on: not when the storage is away, and all rows wait again.
    """
    try:
        with renewed(Prediction.held_of(batch)):
            outcomes = infer(batch)
    except StorageAway as error:
        logger.warning("%d predictions wait again: %s", len(batch), error)
        give_back(batch)
        return False
    except TimeUp:
        if len(batch) > 1:
            release(Prediction.held_of(batch))
            return True
        outcomes = [Failure("timeout", "The model took longer than SLIPWAY_BATCH_TIMEOUT allows.")]
    finish(batch, outcomes)
    return True


def infer(batch: Sequence[Prediction]) -> list[Outcome]:
    """One outcome per row, whatever is wrong with its file. Raises StorageAway while nothing can be read."""
    with local_copies([row.upload for row in batch]) as paths:
        items = [Item(path, row.options) for row, path in zip(batch, paths, strict=True) if path]
        outcomes = iter(_predict(batch[0].version, items))
        return [next(outcomes) if path else FILE_MISSING for path in paths]


def _predict(version: Version, items: Sequence[Item]) -> list[Outcome]:
    """One outcome per item: a bug or a broken bundle fails the rows, not the worker."""
    try:
        return list(engine_for(version).predict_many(items))
    except StorageAway:
        raise
    except (BundleError, DeviceError) as error:
        logger.exception("engine of %s", version)
        return [BadInput("model_failed", str(error))] * len(items)
    except Exception:
        logger.exception("batch of %s", version)
        return [BadInput("model_failed", "The model failed on this file; the worker's log says how.")] * len(items)

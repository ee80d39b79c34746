"""Answer what waits: claimed in batches, computed, written."""

import logging
import math
import time
from collections.abc import Callable, Collection
from contextlib import nullcontext
from functools import partial

from apps.catalogue.models import Worker
from apps.core import draining
from apps.core.errors import StorageAway
from apps.engines import workers
from apps.predictions.batch import Batch, Ended
from apps.predictions.beside import Beside, Threads
from apps.predictions.claim import claim
from apps.predictions.finish import Failure, finish, release
from apps.predictions.models import Prediction
from apps.predictions.selectors import kinds_waiting
from apps.storage.file_store import media
from ml.serving.watch import TimeUp

logger = logging.getLogger(__name__)
REPORT_SECONDS = 1.0
# What is claimed ahead waits for the batch before it, while an idle colleague could begin it.
AHEAD_SECONDS = 1.0
# How far the end of a batch can be foretold, by what the last ones took.
FORESEEN_SECONDS = 10.0
# What is computed sooner than that is done before it pays to look whether more has come.
WORTH_SECONDS = 0.02
TIME_IS_UP = Failure("timeout", "The model took longer than SLIPWAY_BATCH_TIMEOUT allows.")
Wake = Callable[[Collection[str]], None]


def time_is_up(*_: object) -> None:
    """The signal handler of a computing process, for what is not computed by a graph: that has a watch of its own."""
    raise TimeUp


def drain(kinds: Collection[str], *, seconds: float, wake: Wake, threads: Threads | None = None) -> bool:
    """Answer waiting predictions, oldest first, until none is known to wait, time is up or this worker shall end.

    The next batch is claimed, read and fed, and the last one written, beside the computing, so that the device waits
    for neither. `wake` is told the kinds that still wait after each claim: idle colleagues join in.

    Args:
        threads: that work beside the computing, of whoever drains again soon.

    Returns:
        Whether anything is left waiting that should be rung for: not while the storage is away, when the sweep asks
        often enough.
    """
    deadline = time.monotonic() + seconds
    with (
        nullcontext(threads) if threads else Threads() as two,
        Beside(partial(_claim_ahead, kinds, wake), two) as beside,
    ):
        batch = _claim(kinds, wake)
        while batch:
            workers.report(Worker.State.BUSY, patience=REPORT_SECONDS)
            if time.monotonic() < deadline:
                _look_ahead(batch, beside)
            if not _answer(batch, beside) or draining.has_begun():
                break
            workers.report(Worker.State.READY, items=len(batch.rows), patience=REPORT_SECONDS)
            others_waited, batch = batch.more, beside.take()
            if not batch and time.monotonic() > deadline:
                return bool(kinds_waiting(kinds))
            # For what came meanwhile it was rung: whoever drains listens next, or the bell's task comes.
            batch = batch or (_claim(kinds, wake) if others_waited else None)
    workers.report(Worker.State.READY, patience=REPORT_SECONDS)
    return draining.has_begun() and bool(kinds_waiting(kinds))


def _claim(kinds: Collection[str], wake: Wake, *, fresh: bool = False) -> Batch | None:
    if draining.has_begun() or not media().usable():
        return None
    rows, were_all = claim(kinds, fresh=fresh)
    if not rows:
        return None
    waiting = set() if were_all else kinds_waiting(kinds)
    wake(waiting)
    return Batch(rows, more=bool(waiting))


def _claim_ahead(kinds: Collection[str], wake: Wake) -> Batch | None:
    """Rows that were lost before are not held beside another batch: it would be lost with them."""
    batch = _claim(kinds, wake, fresh=True)
    if not batch:
        return None
    try:
        batch.prepare(ahead=True)
    except StorageAway as error:
        _wait_again(batch, error)
        return None
    return batch


def _wait_again(batch: Batch, error: StorageAway) -> None:
    logger.warning("%d predictions wait again: %s", len(batch.rows), error)
    batch.give_back()


def _look_ahead(batch: Batch, beside: Beside) -> None:
    """Have the next batch claimed in the last second of this one, or when that leaves room on the device.

    Not beside one that was lost before: the other one might be, too.
    """
    seconds = batch.rows[0].version.seconds_per_item
    takes = math.inf if seconds is None else len(batch.rows) * seconds
    if batch.rows[0].attempt > 1 or (takes < WORTH_SECONDS and not batch.more):
        return
    foreseen = batch.more and takes <= FORESEEN_SECONDS
    beside.begin(after=max(0.0, takes - AHEAD_SECONDS) if foreseen else None)


def _answer(batch: Batch, beside: Beside) -> bool:
    """Compute and write. When the time is up each row is tried once more alone; a row that was alone has failed.

    Returns whether to go on: not when the storage is away, and all rows wait again.
    """

    def room(ended: Ended) -> None:
        beside.room()
        beside.write(partial(_finish, ended, 0))

    try:
        with batch:
            end: Callable[[], object] = partial(_finish, batch.ended(room), len(batch.rows))
    except StorageAway as error:
        _wait_again(batch, error)
        return False
    except TimeUp:
        beside.give_back()
        batch.more = True
        alone = len(batch.rows) == 1
        held = Prediction.held_of(batch.rows)
        end = partial(finish, batch.rows, [TIME_IS_UP]) if alone else partial(release, held)
    beside.write(end)
    return True


def _finish(ended: Ended, claimed: int) -> None:
    rows, outcomes = ended
    if rows:
        finish(rows, outcomes, claimed=claimed)

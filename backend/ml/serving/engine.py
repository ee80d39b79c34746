"""A loaded model that answers batches of files: one result or one refusal for each, whatever its neighbours are."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.bundle import Bundle
from ml.errors import BadInput
from ml.serving.session import Session, open_session
from ml.serving.task import Logits, Task
from ml.serving.tasks import task_of
from ml.types import Item, Result, Timing

MAX_PIXELS = 50_000_000
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """One item on its way: what it cost so far, the logits of its pieces, and why it failed, if it did."""

    item: Item
    preprocess: float = 0.0
    predict: float = 0.0
    batch_size: int = 0
    lengths: list[int] = field(default_factory=list)
    outputs: dict[int, Logits] = field(default_factory=dict)
    error: BadInput | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of a job that waits for its batch."""

    job: Job
    position: int
    array: NDArray[np.float32]


class Engine:
    """Not safe for threads: one process, one engine, one batch at a time."""

    def __init__(self, bundle: Bundle, session: Session, task: Task) -> None:
        self.bundle, self._session, self._task = bundle, session, task

    @property
    def device(self) -> str:
        """`cpu` or `cuda:N`, where it really runs."""
        return self._session.device

    def warm(self) -> None:
        """Compute something once, so that the first item does not wait for allocations."""
        self._session.run(self._task.blank().array[None])

    def predict_many(self, items: Sequence[Item]) -> list[Result | BadInput]:
        """Answer items in their order. Never raises for an item: what fails is its BadInput, and only its own."""
        jobs = [Job(item) for item in items]
        waiting: dict[tuple[int, ...], list[Row]] = {}
        for job in jobs:
            self._queue_pieces(job, waiting)
        for rows in waiting.values():
            self._compute(rows)
        return [self._finish(job) for job in jobs]

    def _queue_pieces(self, job: Job, waiting: dict[tuple[int, ...], list[Row]]) -> None:
        """Preprocess one item; whenever a batch is full, compute it, so that little waits in memory."""
        try:
            pieces = self._task.pieces(job.item)
            began = time.perf_counter()
            for position, piece in enumerate(pieces):
                job.preprocess += time.perf_counter() - began
                job.lengths.append(piece.length)
                rows = waiting.setdefault(piece.array.shape, [])
                rows.append(Row(job, position, piece.array))
                if len(rows) >= self._task.batch_limit(piece.array.shape):
                    self._compute(waiting.pop(piece.array.shape))
                began = time.perf_counter()
            job.preprocess += time.perf_counter() - began
        except BadInput as error:
            job.error = error
        except Exception:
            logger.exception("an item could not be read")
            job.error = BadInput("decode_failed", "The file could not be read.")

    def _compute(self, rows: Sequence[Row]) -> None:
        """Run a batch; when it fails, run its rows one by one, so that only the guilty ones fail."""
        rows = [row for row in rows if row.job.error is None]
        if not rows:
            return
        began = time.perf_counter()
        try:
            logits = self._session.run(np.stack([row.array for row in rows]))
        except Exception:
            logger.exception("a batch of %d failed", len(rows))
            self._compute_one_by_one(rows)
            return
        _keep(rows, logits, time.perf_counter() - began)

    def _compute_one_by_one(self, rows: Sequence[Row]) -> None:
        if len(rows) > 1:
            for row in rows:
                self._compute([row])
        else:
            rows[0].job.error = BadInput("model_failed", "The model failed on this file.")

    def _finish(self, job: Job) -> Result | BadInput:
        if job.error is not None:
            return job.error
        began = time.perf_counter()
        try:
            outputs = [(length, job.outputs[position]) for position, length in enumerate(job.lengths)]
            output = self._task.answer(job.item, outputs)
        except BadInput as error:
            return error
        except Exception:
            logger.exception("an answer could not be made")
            return BadInput("model_failed", "The model's answer could not be read.")
        timing = Timing(job.preprocess, job.predict, time.perf_counter() - began, job.batch_size)
        return Result(output, timing)


def load(folder: Path, device: str = "auto", threads: int = 0, max_pixels: int = MAX_PIXELS) -> Engine:
    """Verify a bundle and load its model.

    Args:
        device: `auto`, `cpu` or `cuda:N`.
        threads: threads of one inference, 0 for one per core.
        max_pixels: images with more pixels are refused.

    Raises:
        BundleError: the bundle is damaged or its graph does not load.
        DeviceError: the device is not there.
    """
    bundle = Bundle.load(folder)
    task = task_of(bundle, max_pixels)
    return Engine(bundle, open_session(bundle.file("model.onnx"), device, threads), task)


def _keep(rows: Sequence[Row], logits: Logits, seconds: float) -> None:
    """Hand every job its part of a batch; numbers that are none are the model's failure, and this item's alone."""
    for job in {id(row.job): row.job for row in rows}.values():  # once, though many windows of it are in the batch
        job.predict += seconds
    for row, output in zip(rows, logits, strict=True):
        row.job.batch_size = max(row.job.batch_size, len(rows))
        row.job.outputs[row.position] = output
        if not np.isfinite(output).all():
            row.job.error = BadInput("model_failed", "The model gave no finite numbers for this file.")

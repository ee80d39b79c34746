"""A loaded model that answers batches of files: one result or one refusal for each, whatever its neighbours are."""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.bundle import MODEL, Bundle
from ml.errors import BadInput
from ml.options import RequestOptions
from ml.options import read as read_options
from ml.serving.batching import by_shape
from ml.serving.predictor import Logits, Predictor, predictor_of
from ml.serving.session import Session, open_session
from ml.types import Item, Limits, Result, Timing

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Request:
    """One item on its way: what it cost so far, the logits of its pieces, and why it failed, if it did."""

    item: Item
    options: RequestOptions | None = None
    unused: tuple[str, ...] = ()
    preprocess: float = 0.0
    predict: float = 0.0
    batch_size: int = 0
    lengths: list[int] = field(default_factory=list)
    outputs: dict[int, Logits] = field(default_factory=dict)
    error: BadInput | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of a request that waits for its batch."""

    request: Request
    position: int
    array: NDArray[np.float32]


class Engine:
    """Not safe for threads: one process, one engine, one batch at a time."""

    def __init__(self, bundle: Bundle, session: Session, predictor: Predictor) -> None:
        self.bundle, self._session, self._predictor = bundle, session, predictor
        self._reported: set[str] = set()

    @property
    def device(self) -> str:
        """`cpu` or `cuda:N`, where it really runs."""
        return self._session.device

    def warm(self) -> None:
        """Compute something once, so that the first item does not wait for allocations."""
        self._session.run(self._predictor.blank().array[None])

    def predict_many(self, items: Sequence[Item]) -> list[Result | BadInput]:
        """Answer items in their order. Never raises for an item: what fails is its BadInput, and only its own."""
        requests = [self._request(item) for item in items]
        rows = (row for request in requests for row in self._rows(request))
        for batch in by_shape(rows, self._predictor.batch_limit):
            self._compute(batch)
        return [self._finish(request) for request in requests]

    def _request(self, item: Item) -> Request:
        try:
            options, unused = read_options(self.bundle.manifest.kind, item.options)
        except BadInput as error:
            return Request(item, error=error)
        for name in set(unused) - self._reported:
            logger.warning("the option %r is not used: this worker is too old to know it", name)
        self._reported.update(unused)
        return Request(item, options, tuple(unused))

    def _rows(self, request: Request) -> Iterator[Row]:
        """Preprocess one item, piece by piece."""
        if request.error is not None:
            return
        try:
            pieces = self._predictor.pieces(request.item.path)
            began = time.perf_counter()
            for position, piece in enumerate(pieces):
                request.preprocess += time.perf_counter() - began
                request.lengths.append(piece.length)
                yield Row(request, position, piece.array)
                began = time.perf_counter()
            request.preprocess += time.perf_counter() - began
        except BadInput as error:
            request.error = error
        except Exception:
            logger.exception("an item could not be read")
            request.error = BadInput("decode_failed", "The file could not be read.")

    def _compute(self, rows: Sequence[Row]) -> None:
        """Run a batch; when it fails, run its rows one by one, so that only the guilty ones fail."""
        rows = [row for row in rows if row.request.error is None]
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
            rows[0].request.error = BadInput("model_failed", "The model failed on this file.")

    def _finish(self, request: Request) -> Result | BadInput:
        if request.error is not None:
            return request.error
        began = time.perf_counter()
        try:
            outputs = [(length, request.outputs[position]) for position, length in enumerate(request.lengths)]
            output = self._predictor.answer(outputs, request.options)
        except BadInput as error:
            return error
        except Exception:
            logger.exception("an answer could not be made")
            return BadInput("model_failed", "The model's answer could not be read.")
        timing = Timing(request.preprocess, request.predict, time.perf_counter() - began, request.batch_size)
        return Result(output, timing, request.unused)


def load(folder: Path, device: str = "auto", threads: int = 0, limits: Limits | None = None) -> Engine:
    """Verify a bundle and load its model.

    Args:
        device: `auto`, `cpu` or `cuda:N`.
        threads: threads of one inference, 0 for one per core.
        limits: larger files are refused.

    Raises:
        BundleError: the bundle is damaged or its graph does not load.
        DeviceError: the device is not there.
    """
    bundle = Bundle.load(folder)
    predictor = predictor_of(bundle, limits)
    return Engine(bundle, open_session(bundle.file(MODEL), device, threads), predictor)


def _keep(rows: Sequence[Row], logits: Logits, seconds: float) -> None:
    """Hand every request its part of a batch; numbers that are none are the model's failure, and this item's alone."""
    # Once for each, though many windows of it may be in the batch.
    for request in {id(row.request): row.request for row in rows}.values():
        request.predict += seconds
    for row, output in zip(rows, logits, strict=True):
        row.request.batch_size = max(row.request.batch_size, len(rows))
        row.request.outputs[row.position] = output
        if not np.isfinite(output).all():
            row.request.error = BadInput("model_failed", "The model gave no finite numbers for this file.")

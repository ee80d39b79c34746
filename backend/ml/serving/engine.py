"""A loaded model that answers batches of files: one result or one refusal for each, whatever its neighbours are."""

import logging
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from ml.bundle import MODEL, Bundle
from ml.errors import BadInput
from ml.options import read as read_options
from ml.serving.batching import by_shape
from ml.serving.lanes import Lanes
from ml.serving.predictor import Logits, Predictor, predictor_of
from ml.serving.reading import Reading, Request, Row, Rows, RowsAhead
from ml.serving.session import Session, cores, open_session
from ml.serving.watch import Watch
from ml.types import Item, Limits, Result, Timing

logger = logging.getLogger(__name__)
# More would only divide batches into parts that are too small.
MOST_LANES = 4
# Of a larger model a second copy of the weights takes more memory than the time is worth.
LANE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Begun:
    """A batch whose files are being read."""

    requests: Sequence[Request]
    rows: Rows | RowsAhead

    def close(self) -> None:
        """It is not computed, or not further: no file is read any more."""
        self.rows.close()


class Engine:
    """Computes one batch at a time, in one thread; another one may begin the next batch meanwhile.

    Args:
        lanes: compute batches of many items in parts.
        readers: threads that read files; with one, whoever computes reads them.
        seconds: how long a batch may take; None: as long as it does.
    """

    def __init__(
        self,
        bundle: Bundle,
        session: Session,
        predictor: Predictor,
        lanes: Lanes | None = None,
        readers: int = 1,
        *,
        seconds: float | None = None,
    ) -> None:
        self.bundle, self._session, self._predictor = bundle, session, predictor
        self._lanes, self._readers = lanes, readers
        self._watch = Watch(seconds, self._stop) if seconds else None
        self._reported: set[str] = set()
        self._grown = False

    @property
    def device(self) -> str:
        """`cpu` or `cuda:N`, where it really runs."""
        return self._session.device

    def warm(self) -> None:
        """Compute something once, so that the first item does not wait for allocations."""
        self._session.run(self._predictor.blank().array[None])

    def rest(self) -> None:
        """Give back the memory of large batches. Called while nothing waits."""
        if self._grown:
            blank = self._predictor.blank().array[None]
            self._session.rest(blank)
            if self._lanes:
                self._lanes.rest(blank)
        self._grown = False

    def predict_many(self, items: Sequence[Item]) -> list[Result | BadInput]:
        """Answer items in their order. Never raises for an item: what fails is its BadInput, and only its own."""
        return self.end(self.begin(items))

    def begin(self, items: Sequence[Item]) -> Begun:
        """Begin to read files in threads. A single file is read by whoever computes: it may be what takes for ever."""
        requests = [self._request(item) for item in items]
        readings = [Reading(request, self._predictor) for request in requests]
        if len(readings) < 2 or self._readers < 2:
            return Begun(requests, Rows(readings))
        ahead = 2 * self._predictor.batch_limit(self._predictor.blank().array.shape)
        return Begun(requests, RowsAhead(readings, self._readers, ahead))

    def end(self, begun: Begun) -> list[Result | BadInput]:
        """Compute a batch; as `predict_many`. Who is interrupted leaves no thread behind that computes for it.

        Raises TimeUp where it takes longer than a batch may.
        """
        done = False
        try:
            with self._watch.over() if self._watch else nullcontext():
                for batch in by_shape(begun.rows, self._predictor.batch_limit):
                    self._compute(batch)
            done = True
        finally:
            begun.close()
            if self._lanes and not done:
                self._lanes.stop()
        return [self._finish(request) for request in begun.requests]

    def _stop(self) -> None:
        self._session.stop()
        if self._lanes:
            self._lanes.stop()

    def _request(self, item: Item) -> Request:
        try:
            options, unused = read_options(self.bundle.manifest.kind, item.options)
        except BadInput as error:
            return Request(item, error=error)
        for name in set(unused) - self._reported:
            logger.warning("the option %r is not used: this worker is too old to know it", name)
        self._reported.update(unused)
        return Request(item, options, tuple(unused))

    def _compute(self, rows: Sequence[Row]) -> None:
        """Run a batch; when it fails, run its rows one by one, so that only the guilty ones fail."""
        rows = [row for row in rows if row.request.error is None]
        if not rows:
            return
        self._check_time()
        self._grown |= len(rows) * rows[0].array.size > self._predictor.blank().array.size
        run = self._lanes.run if self._lanes and len(rows) >= self._lanes.count else self._session.run
        began = time.perf_counter()
        try:
            logits = run(np.stack([row.array for row in rows]))
        except Exception:
            self._check_time()
            logger.exception("a batch of %d failed", len(rows))
            self._compute_one_by_one(rows)
            return
        _keep(rows, logits, time.perf_counter() - began)

    def _check_time(self) -> None:
        if self._watch:
            self._watch.check()

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


def load(
    folder: Path,
    device: str = "auto",
    threads: int = 0,
    limits: Limits | None = None,
    seconds: float | None = None,
) -> Engine:
    """Verify a bundle and load its model.

    Args:
        device: `auto`, `cpu` or `cuda:N`.
        threads: threads of one inference, 0 for one per core.
        limits: larger files are refused.
        seconds: how long a batch may take; None: as long as it does.

    Raises:
        BundleError: the bundle is damaged or its graph does not load.
        DeviceError: the device is not there.
    """
    bundle = Bundle.load(folder)
    predictor = predictor_of(bundle, limits)
    session = open_session(bundle.file(MODEL), device, threads)
    threads = threads or cores()
    lanes = _lanes(bundle.file(MODEL), session.device, threads)
    return Engine(bundle, session, predictor, lanes, readers=threads, seconds=seconds)


def _lanes(model: Path, device: str, threads: int) -> Lanes | None:
    if device != "cpu" or threads < 2 or model.stat().st_size > LANE_BYTES:
        return None
    count = min(threads, MOST_LANES)
    return Lanes(partial(open_session, model, device, threads // count), count)


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

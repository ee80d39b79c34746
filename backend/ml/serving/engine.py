"""A loaded model that answers batches of files: one result or one refusal for each, whatever its neighbours are."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from ml.bundle import MODEL, Bundle
from ml.errors import BadInput
from ml.options import read as read_options
from ml.serving.batching import by_shape
from ml.serving.familiarity import Familiarity, familiarity_of, told
from ml.serving.lanes import Computed, Lanes, compute
from ml.serving.predictor import Logits, Predictor, predictor_of
from ml.serving.reading import Reading, Request, Row, Rows, RowsAhead
from ml.serving.session import Session, cores, open_session
from ml.serving.setup import Setup, usual
from ml.serving.stream import Stream
from ml.serving.watch import Watch
from ml.types import Item, Limits, Result, Timing

logger = logging.getLogger(__name__)
Answer = Result | BadInput
# Told what is answered so far, one for each item.
Room = Callable[[Sequence[Answer | None]], None]


@dataclass(frozen=True, slots=True)
class Begun:
    """A batch whose files are being read."""

    requests: Sequence[Request]
    rows: Rows | RowsAhead
    inferences: Stream[Row]

    def feed(self) -> None:
        """Let its first parts be computed while the lanes end what came before. For another thread than who computes.

        What nobody reads ahead is left alone: whoever reads it must be one who can be interrupted.
        """
        if isinstance(self.rows, RowsAhead):
            self.inferences.feed()

    def close(self) -> None:
        """It is not computed, or not further: no file is read any more, and no thread computes for it."""
        self.rows.close()
        self.inferences.close()


class Engine:
    """Computes one batch at a time, in one thread; another one may begin the next batch meanwhile.

    Args:
        setup: how it computes; one thread, where nothing is said.
        open_share: opens a session with the share of a lane, where there are several.
        readers: threads that read files; with one, whoever computes reads them.
        seconds: how long a batch may take; None: as long as it does.
        familiarity: tells what the version knows; None: nobody asks.
    """

    def __init__(
        self,
        bundle: Bundle,
        session: Session,
        predictor: Predictor,
        setup: Setup | None = None,
        open_share: Callable[[], Session] | None = None,
        *,
        readers: int = 1,
        seconds: float | None = None,
        familiarity: Familiarity | None = None,
    ) -> None:
        self.bundle, self._session, self._predictor, self._readers = bundle, session, predictor, readers
        setup, open_share = setup or Setup(threads=1), open_share or (lambda: session)
        self._lanes = Lanes(setup, session, open_share, predictor.batch_limit)
        self._watch = Watch(seconds, self._lanes.stop) if seconds else None
        self._familiarity = familiarity
        self._reported: set[str] = set()
        self._grown = False

    @property
    def device(self) -> str:
        """`cpu` or `cuda:N`, where it really runs."""
        return self._session.device

    def warm(self) -> None:
        """Compute something once, so that the first item does not wait for allocations."""
        self._session.infer_rows([self._predictor.blank().array])

    def rest(self) -> None:
        """Give back the memory of large batches. Called while nothing waits."""
        if self._grown:
            self._lanes.rest([self._predictor.blank().array])
        self._grown = False

    def predict_many(self, items: Sequence[Item]) -> list[Answer]:
        """Answer items in their order. Never raises for an item: what fails is its BadInput, and only its own."""
        return self.end(self.begin(items))

    def begin(self, items: Sequence[Item], *, ahead: bool = False) -> Begun:
        """Begin to read files in threads.

        Args:
            ahead: also one that is alone, which else is read by whoever computes: it may be what takes for ever.
        """
        requests = [self._request(item) for item in items]
        rows = self._rows([Reading(request, self._predictor) for request in requests], ahead=ahead)
        few = len(requests) < 2 * self._lanes.count
        return Begun(requests, rows, Stream(self._lanes, self._batches(rows), few=few))

    def end(self, begun: Begun, room: Room = lambda _: None) -> list[Answer]:
        """Compute a batch; as `predict_many`. Who is interrupted leaves no thread behind that computes for it.

        Args:
            room: called when all that is left has its lane, and the next batch may be fed; never where there are none.

        Raises:
            TimeUp: it takes longer than a batch may.
        """
        answers: dict[int, Answer] = {}

        def tell() -> None:
            ended = (number for number, request in enumerate(begun.requests) if request.ended)
            answers.update((number, self._finish(begun.requests[number])) for number in ended)
            room([answers.get(number) for number in range(len(begun.requests))])

        try:
            with self._watch.over() if self._watch else nullcontext():
                self._compute(begun, tell)
        finally:
            begun.close()
        return [answers.get(number) or self._finish(request) for number, request in enumerate(begun.requests)]

    def _rows(self, readings: Sequence[Reading], *, ahead: bool) -> Rows | RowsAhead:
        if self._readers < 2 or len(readings) < (1 if ahead else 2):
            return Rows(readings)
        most = 2 * self._predictor.batch_limit(self._predictor.blank().array.shape)
        return RowsAhead(readings, self._readers, most)

    def _request(self, item: Item) -> Request:
        try:
            options, unused = read_options(self.bundle.manifest.kind, item.options)
        except BadInput as error:
            return Request(item, error=error)
        for name in set(unused) - self._reported:
            logger.warning("the option %r is not used: this worker is too old to know it", name)
        self._reported.update(unused)
        return Request(item, options, tuple(unused))

    def _compute(self, begun: Begun, room: Callable[[], None]) -> None:
        """Run all inferences; when one fails, run its rows one by one, so that only the guilty ones fail."""
        for one in begun.inferences.computed(room):
            self._check_time()
            if isinstance(one.logits, Exception):
                logger.error("a batch of %d failed", len(one.rows), exc_info=one.logits)
                self._compute_one_by_one(one.rows, one.logits)
            else:
                self._keep(one, one.logits)

    def _batches(self, all_rows: Rows | RowsAhead) -> Iterator[list[Row]]:
        for batch in by_shape(all_rows, self._lanes.limit):
            rows = [row for row in batch if row.request.error is None]
            if rows:
                self._check_time()
                self._grown |= len(rows) * rows[0].array.size > self._predictor.blank().array.size
                yield rows

    def _check_time(self) -> None:
        if self._watch:
            self._watch.check()

    def _compute_one_by_one(self, rows: Sequence[Row], failure: Exception) -> None:
        for row in rows:
            one = compute(self._session, [row], 1) if len(rows) > 1 else None
            self._check_time()
            if one and not isinstance(one.logits, Exception):
                self._keep(one, one.logits)
            else:
                cause = one.logits if one and isinstance(one.logits, Exception) else failure
                row.request.error = BadInput("model_failed", "The model failed on this file.").because(cause)

    def _keep(self, one: Computed[Row], logits: Logits) -> None:
        """Hand every request its part of an inference; numbers that are none are the model's failure."""
        for row, output in zip(one.rows, logits, strict=True):
            row.request.clock.computed(one.span, 1 / one.together)
            row.request.batch_size = max(row.request.batch_size, one.together)
            row.request.outputs[row.position] = output
            if not np.isfinite(output).all():
                row.request.error = BadInput("model_failed", "The model gave no finite numbers for this file.")
        if self._familiarity:
            known = self._familiarity.of([row.array for row in one.rows], logits, one.embeddings)
            for row, familiar in zip(one.rows, known, strict=True):
                row.request.familiar.append(float(familiar))

    def _finish(self, request: Request) -> Answer:
        if request.error is not None:
            return request.error
        began = time.perf_counter()
        try:
            outputs = [(length, request.outputs[position]) for position, length in enumerate(request.lengths)]
            output = self._predictor.answer(outputs, request.options)
            if request.familiar:  # as familiar as the least familiar of its pieces
                output = told(output, min(request.familiar))
        except BadInput as error:
            return error
        except Exception as error:
            logger.exception("an answer could not be made")
            return BadInput("model_failed", "The model's answer could not be read.").because(error)
        clock, seconds = request.clock, time.perf_counter() - began
        timing = Timing(clock.preprocess, clock.predict, seconds, max(1, request.batch_size), clock.own)
        return Result(output, timing, request.unused, mean_of(request.traits))


def mean_of(traits: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Of all pieces of a file, to four places; none where they have none."""
    names = traits[0] if traits else ()
    return {name: round(sum(one[name] for one in traits) / len(traits), 4) for name in names}


def load(
    folder: Path,
    device: str = "auto",
    threads: int = 0,
    limits: Limits | None = None,
    *,
    seconds: float | None = None,
    setup: Setup | None = None,
) -> Engine:
    """Verify a bundle and load its model.

    Args:
        device: `auto`, `cpu` or `cuda:N`.
        threads: threads that compute, 0 for one per core.
        limits: larger files are refused.
        seconds: how long a batch may take; None: as long as it does.
        setup: how it computes here; None: as is usual, with so many threads.

    Raises:
        BundleError: the bundle is damaged or its graph does not load.
        DeviceError: the device is not there.
    """
    bundle = Bundle.load(folder)
    predictor, model = predictor_of(bundle, limits), bundle.file(MODEL)
    session = open_session(model, device, setup.threads if setup else threads, setup)
    setup = setup or usual(session.device, threads or cores(), model.stat().st_size)
    share = partial(open_session, model, device, setup.threads // setup.lanes, setup)
    return Engine(
        bundle, session, predictor, setup, share,
        readers=threads or cores(), seconds=seconds, familiarity=familiarity_of(bundle),
    )  # fmt: skip

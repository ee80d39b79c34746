"""What ended in each bucket of time, counted from the rows, in numbers that can be added."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple, get_args

import numpy as np

from apps.monitoring.histogram import Histogram
from apps.monitoring.spans import begin_of
from apps.predictions.doubt import InDoubt, Outside
from apps.predictions.models import Prediction, Status

# The shortest bucket; all others are made of such.
SHORTEST = 15
Stage = Literal["queue", "preprocess", "predict", "postprocess", "total"]
STAGES: tuple[Stage, ...] = get_args(Stage)


class Subject(NamedTuple):
    """Of what the figures are: a version, all versions of a model (0), or everything ("")."""

    model: str = ""
    version: int = 0


ALL = Subject()
Buckets = dict[int, dict[Subject, "Bucket"]]


@dataclass(slots=True)
class Bucket:
    """One bucket.

    Attributes:
        failures: by code.
        batches: of each size of a batch, how many predictions were in such.
        stages: seconds of answers.
        busiest: the most that ended within SHORTEST.
        waiting, oldest, workers: the most, the longest in seconds, the fewest; None where nobody looked.
    """

    succeeded: int = 0
    canceled: int = 0
    cached: int = 0
    labelled: int = 0
    in_doubt: int = 0
    outside: int = 0
    busiest: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    batches: Counter[int] = field(default_factory=Counter)
    stages: dict[Stage, Histogram] = field(default_factory=lambda: {stage: Histogram() for stage in STAGES})
    waiting: int | None = None
    oldest: float | None = None
    workers: int | None = None

    @property
    def failed(self) -> int:
        """Of all codes."""
        return self.failures.total()

    @property
    def ended(self) -> int:
        """Succeeded and failed ones."""
        return self.succeeded + self.failed

    @property
    def mean_batch(self) -> float | None:
        """Predictions in a batch, on average over the batches."""
        count = sum(number / size for size, number in self.batches.items())
        return round(self.batches.total() / count, 3) if count else None


SUMS = ("succeeded", "canceled", "cached", "labelled", "in_doubt", "outside")


def add(parts: Iterable[Bucket]) -> Bucket:
    """All of them as one, one after the other in time; a peak of one stays a peak."""
    each = list(parts)
    return Bucket(
        **{name: sum(getattr(one, name) for one in each) for name in SUMS},
        busiest=max((one.busiest for one in each), default=0),
        failures=sum((one.failures for one in each), Counter()),
        batches=sum((one.batches for one in each), Counter()),
        stages={stage: Histogram.added(one.stages[stage] for one in each) for stage in STAGES},
        waiting=max((one.waiting for one in each if one.waiting is not None), default=None),
        oldest=max((one.oldest for one in each if one.oldest is not None), default=None),
        workers=min((one.workers for one in each if one.workers is not None), default=None),
    )


def longer(parts: Buckets, length: int) -> Buckets:
    """The buckets of `length` seconds that are made of these."""
    grouped: defaultdict[int, defaultdict[Subject, list[Bucket]]] = defaultdict(lambda: defaultdict(list))
    for at, subjects in parts.items():
        for subject, bucket in subjects.items():
            grouped[at // length * length][subject].append(bucket)
    return {at: {subject: add(some) for subject, some in subjects.items()} for at, subjects in grouped.items()}


class _Row(NamedTuple):
    """What is read of a prediction that has ended."""

    at: int
    model: str
    version: int
    status: str
    code: str
    attempt: int
    batch_size: int | None
    outside: bool | None
    in_doubt: bool | None
    queue: float | None
    preprocess: float | None
    predict: float | None
    postprocess: float | None
    total: float | None


def count(start: datetime, end: datetime) -> Buckets:
    """What ended from `start` to `end`, in buckets of SHORTEST by where they begin; empty ones are left out.

    One statement, which finds the rows by their index. Each row is in three buckets: of its version, its model, all.
    """
    grouped: defaultdict[tuple[int, Subject], list[_Row]] = defaultdict(list)
    for row in _rows(start, end):
        grouped[row.at, Subject(row.model, row.version)].append(row)
    found: Buckets = defaultdict(dict)
    for (at, subject), rows in grouped.items():
        bucket = _bucket(rows)
        for whole in (subject, Subject(subject.model), ALL):
            found[at][whole] = _beside(found[at].get(whole), bucket)
    return dict(found)


def _beside(one: Bucket | None, other: Bucket) -> Bucket:
    """Both together, of the same time: so many ended in it."""
    both = add([one, other]) if one else add([other])
    both.busiest = both.ended
    return both


def _rows(start: datetime, end: datetime) -> Iterator[_Row]:
    rows = Prediction.objects.filter(completed_at__gte=start, completed_at__lt=end).order_by()
    rows = rows.annotate(is_outside=Outside("output"), is_in_doubt=InDoubt("output"))
    times = [f"{stage}_time" for stage in STAGES]
    values = rows.values_list(
        begin_of("completed_at", SHORTEST), "version__model_id", "version__number", "status", "error_code", "attempt",
        "batch_size", "is_outside", "is_in_doubt", *times,
    )  # fmt: skip
    return (_Row(*row) for row in values.iterator(chunk_size=5000))


def _bucket(rows: Sequence[_Row]) -> Bucket:
    """Of one version. Times are those of answers: what failed may have failed at once."""
    answers = [row for row in rows if row.status == Status.SUCCEEDED]
    labelled = [row for row in answers if row.in_doubt is not None]
    seconds = np.array([row[-len(STAGES) :] for row in answers], np.float64).reshape(-1, len(STAGES))
    return Bucket(
        succeeded=len(answers),
        canceled=sum(row.status == Status.CANCELED for row in rows),
        cached=sum(not row.attempt for row in answers),
        labelled=len(labelled),
        in_doubt=sum(bool(row.in_doubt) for row in labelled),
        outside=sum(bool(row.outside) for row in labelled),
        failures=Counter(row.code for row in rows if row.status == Status.FAILED),
        batches=Counter(row.batch_size for row in answers if row.batch_size),
        stages={stage: Histogram.of(seconds[:, column]) for column, stage in enumerate(STAGES)},
    )

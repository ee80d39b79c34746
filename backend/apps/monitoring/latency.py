"""How long answers took: percentiles from a bounded sample of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast, Right

from apps.monitoring.spans import begin_of
from apps.predictions.models import Prediction

# Of each bucket; 60 to 84 buckets are looked at together.
SAMPLE_ROWS = 300
Stage = Literal["queue", "preprocess", "predict", "postprocess", "total"]
STAGES: tuple[Stage, ...] = get_args(Stage)
_TAILS = 0x10000

Rows = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Values = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Seconds; None where nothing was measured."""

    p50: float | None = None
    p95: float | None = None
    p99: float | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """Stage times of some answers.

    Attributes:
        seconds: (N, 5), a row per answer, columns as in STAGES, nan where a stage was not measured.
        weights: (N,), for how many answers a row stands.
    """

    seconds: Rows = field(default_factory=lambda: np.empty((0, len(STAGES))))
    weights: Values = field(default_factory=lambda: np.empty(0))

    @classmethod
    def of(cls, samples: Sequence["Sample"]) -> "Sample":
        """All of them as one."""
        return cls(
            np.concatenate([cls().seconds, *(one.seconds for one in samples)]),
            np.concatenate([cls().weights, *(one.weights for one in samples)]),
        )

    def thinned(self) -> "Sample":
        """At most SAMPLE_ROWS rows that stand for as many each, chosen evenly by what the rows here stand for."""
        if len(self.weights) <= SAMPLE_ROWS:
            return self
        total = self.weights.sum()
        places = (np.arange(SAMPLE_ROWS) + 0.5) * total / SAMPLE_ROWS
        chosen = self.weights.cumsum().searchsorted(places)
        return Sample(self.seconds[chosen], np.full(SAMPLE_ROWS, total / SAMPLE_ROWS))

    def by_stage(self) -> dict[Stage, Percentiles]:
        """Percentiles of each stage."""
        return {stage: percentiles(self.seconds[:, column], self.weights) for column, stage in enumerate(STAGES)}

    def means(self) -> dict[Stage, float] | None:
        """Mean seconds of each stage but the total, None without answers: means add up, percentiles do not."""
        if not self.weights.size:
            return None
        found = np.average(np.nan_to_num(self.seconds[:, :-1]), axis=0, weights=self.weights)
        return dict(zip(STAGES, found.round(6).tolist(), strict=False))


def samples(rows: QuerySet[Prediction], answers: Mapping[int, int], length: int) -> dict[int, Sample]:
    """The stage times of `rows`, which are answers, by bucket; `answers` says how many each has.

    At most about SAMPLE_ROWS of each bucket are read, chosen evenly by the random end of their id: the work stays
    bounded, the choice is the same at each look, and both databases can make it.
    """
    wanted, there = SAMPLE_ROWS * len(answers), sum(answers.values())
    if not there:
        return {}
    if there > wanted:
        limit = max(1, _TAILS * wanted // there)
        rows = rows.annotate(tail=Right(Cast("id", TextField()), 4)).filter(tail__lt=f"{limit:04x}")
    times = [f"{stage}_time" for stage in STAGES]
    found = list(rows.values_list(begin_of("completed_at", length), *times))
    table = np.array(found, dtype=np.float64).reshape(len(found), 1 + len(STAGES))
    buckets = table[:, 0].astype(np.int64)
    return {at: _sample(table[buckets == at, 1:], answers[at]) for at in set(buckets.tolist())}


def _sample(seconds: Rows, answers: int) -> Sample:
    return Sample(seconds, np.full(len(seconds), answers / len(seconds)))


def percentiles(seconds: Values, weights: Values) -> Percentiles:
    """p50, p95 and p99, interpolated linearly between neighbours; unmeasured values (nan) do not count.

    With equal weights they are those of `numpy.percentile`.
    """
    measured = ~np.isnan(seconds)
    if not measured.any():
        return Percentiles()
    order = np.argsort(seconds[measured])
    values, heavy = seconds[measured][order], weights[measured][order]
    before = heavy.cumsum() - heavy
    places = before / before[-1] if before[-1] else before
    return Percentiles(*(round(float(value), 6) for value in np.interp((0.5, 0.95, 0.99), places, values)))

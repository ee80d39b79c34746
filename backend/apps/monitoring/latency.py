"""How long answers took: percentiles from a bounded sample of rows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from django.db.models import TextField
from django.db.models.functions import Cast, Right

from apps.monitoring.series import ended_in
from apps.monitoring.spans import Span
from apps.predictions.models import Status

SAMPLE_ROWS = 20_000
Stage = Literal["queue", "preprocess", "predict", "postprocess", "total"]
STAGES: tuple[Stage, ...] = get_args(Stage)
_TAILS = 0x10000


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Seconds; None where nothing was measured."""

    p50: float | None = None
    p95: float | None = None
    p99: float | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """Stage times in seconds, one row per answer, columns as in STAGES, nan where a stage was not measured; and the
    bucket of each row.
    """

    seconds: np.ndarray[tuple[int, int], np.dtype[np.float64]]
    buckets: np.ndarray[tuple[int], np.dtype[np.int64]]

    def by_stage(self) -> dict[Stage, Percentiles]:
        """Percentiles of each stage over the whole span."""
        return {stage: percentiles(self.seconds[:, column]) for column, stage in enumerate(STAGES)}

    def by_bucket(self) -> dict[int, Percentiles]:
        """Percentiles of the total time in each bucket that has answers."""
        return {int(bucket): percentiles(self.seconds[self.buckets == bucket, -1]) for bucket in set(self.buckets)}

    def means_by_bucket(self) -> dict[int, dict[str, float]]:
        """Mean seconds of each stage but the total, per bucket that has answers: means add up, percentiles do not."""
        found: dict[int, dict[str, float]] = defaultdict(dict)
        for bucket in set(self.buckets):
            rows = np.nan_to_num(self.seconds[self.buckets == bucket, :-1])
            found[int(bucket)] = dict(zip(STAGES, rows.mean(axis=0).round(6).tolist(), strict=False))
        return found


def sample(span: Span, succeeded: int) -> Sample:
    """The stage times of the span's answers.

    At most about SAMPLE_ROWS of the `succeeded` rows are read, chosen evenly by the random end of their id: the work
    stays bounded, the choice is the same at each look, and both databases can make it.
    """
    rows = ended_in(span).filter(status=Status.SUCCEEDED)
    if succeeded > SAMPLE_ROWS:
        limit = max(1, _TAILS * SAMPLE_ROWS // succeeded)
        rows = rows.annotate(tail=Right(Cast("id", TextField()), 4)).filter(tail__lt=f"{limit:04x}")
    times = [f"{stage}_time" for stage in STAGES]
    found = list(rows.values_list(span.bucket_of("completed_at"), *times))
    table = np.array(found, dtype=np.float64).reshape(len(found), 1 + len(STAGES))
    return Sample(seconds=table[:, 1:], buckets=table[:, 0].astype(np.int64))


def percentiles(seconds: Sequence[float] | np.ndarray[tuple[int], np.dtype[np.float64]]) -> Percentiles:
    """p50, p95 and p99, interpolated linearly between neighbours; unmeasured values (nan) do not count."""
    measured = np.asarray(seconds, dtype=np.float64)
    measured = measured[~np.isnan(measured)]
    if not measured.size:
        return Percentiles()
    return Percentiles(*(round(float(value), 6) for value in np.percentile(measured, (50, 95, 99))))

"""How wrong a model is and how quick, and how much worse and quicker than another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ml.intervals import Counts
from ml.kinds import KindFile


@dataclass(frozen=True, slots=True)
class Rate:
    """An error rate with its 95 % interval."""

    value: float
    low: float
    high: float

    def as_metric(self, higher_is_better: bool) -> tuple[float, float, float]:
        """Value and interval as a metric has them: as they are, or what is right instead of wrong."""
        if higher_is_better:
            return 1 - self.value, 1 - self.high, 1 - self.low
        return self.value, self.low, self.high


class ErrorRateFile(Protocol):
    """How wrong answers are."""

    def errors(self, truths: Sequence[str], answers: Sequence[str]) -> Counts:
        """By item."""

    def units(self, truths: Sequence[str]) -> Counts:
        """What the errors of each item are counted against."""

    def rate(self, errors: Counts, units: Counts) -> Rate:
        """The error rate with its interval."""


ERROR_RATE: KindFile[ErrorRateFile] = KindFile("error_rate")


@dataclass(frozen=True, slots=True)
class Loss:
    """By how much a variant's error rate is above its parent's, with its 95 % interval.

    `better` and `worse` count the items where the variant makes fewer or more errors; `p` is McNemar's exact test of
    whether that is chance (for images; a sign test for speech).
    """

    value: float
    low: float
    high: float
    better: int
    worse: int
    p: float

    def as_change(self, higher_is_better: bool) -> tuple[float, float, float]:
        """The change of a metric, and its interval."""
        if higher_is_better:
            return 0 - self.value, 0 - self.high, 0 - self.low
        return self.value, self.low, self.high


@dataclass(frozen=True, slots=True)
class Speed:
    """Batches of one size: seconds of a batch at the 50th and 95th percentile, and items a second at the 50th.

    `ratio` is the median, round by round, of its seconds over the parent's, with the 95 % bootstrap interval.
    """

    batch: int
    p50: float
    p95: float
    per_second: float
    ratio: float
    ratio_low: float
    ratio_high: float

"""How often which seconds were measured, in numbers that can be added: percentiles of a month are true percentiles.

Bins grow by GROWTH each, so that what is read of them is at most RELATIVE_ERROR off, be it a millisecond or an hour.
Why not a library's: docs/decisions/0021.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil, log
from typing import TypedDict

import numpy as np

GROWTH = 1.05
RELATIVE_ERROR = (GROWTH - 1) / (GROWTH + 1)
# Seconds: what is shorter counts as nothing, what is longer as the longest.
LEAST, MOST = 1e-5, 1e5
BINS = ceil(log(MOST / LEAST) / log(GROWTH)) + 1
# In the middle of each bin, as far from its one end as from its other.
_VALUES = LEAST * GROWTH ** np.arange(BINS) * 2 / (GROWTH + 1)
_VALUES[0] = 0.0

Values = np.ndarray[tuple[int], np.dtype[np.float64]]
Counts = np.ndarray[tuple[int], np.dtype[np.int64]]


class Stored(TypedDict):
    """As JSON: the counts from the first bin that is not empty to the last one."""

    sum: float
    highest: float
    first: int
    counts: list[int]


@dataclass(slots=True)
class Histogram:
    """Some measured seconds; `counts` has shape (BINS,)."""

    counts: Counts = field(default_factory=lambda: np.zeros(BINS, np.int64))
    sum: float = 0.0
    highest: float = 0.0

    @classmethod
    def of(cls, values: Values) -> "Histogram":
        """Of seconds of shape (N,); unmeasured ones (nan) do not count."""
        measured = values[~np.isnan(values)]
        if not measured.size:
            return cls()
        bins = np.ceil(np.log(np.maximum(measured, LEAST) / LEAST) / log(GROWTH))
        counts = np.bincount(np.clip(bins, 0, BINS - 1).astype(np.int64), minlength=BINS)
        return cls(counts, float(measured.sum()), float(measured.max()))

    @classmethod
    def added(cls, parts: Iterable["Histogram"]) -> "Histogram":
        """All of them as one."""
        whole = cls()
        for part in parts:
            whole.counts += part.counts
            whole.sum += part.sum
            whole.highest = max(whole.highest, part.highest)
        return whole

    @classmethod
    def read(cls, stored: Stored) -> "Histogram":
        """From what `stored` wrote."""
        counts = np.zeros(BINS, np.int64)
        first = stored["first"]
        counts[first : first + len(stored["counts"])] = stored["counts"]
        return cls(counts, stored["sum"], stored["highest"])

    def stored(self) -> Stored:
        """To be kept."""
        used = np.flatnonzero(self.counts)
        first, end = (int(used[0]), int(used[-1]) + 1) if used.size else (0, 0)
        return Stored(
            sum=round(self.sum, 6), highest=round(self.highest, 6), first=first, counts=self.counts[first:end].tolist()
        )

    def percentile(self, share: float) -> float | None:
        """Seconds that `share` of the values do not exceed, to within RELATIVE_ERROR; None without values."""
        below = self.counts.cumsum()
        if not below[-1]:
            return None
        at = int(below.searchsorted(share * (below[-1] - 1), side="right"))
        return round(min(float(_VALUES[at]), self.highest), 6)

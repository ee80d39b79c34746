"""Percentiles, medians and ratios of what was measured."""

import math
from collections.abc import Iterable, Mapping, Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The least value that `share` (0 to 1) of all do not exceed (nearest rank); not a number where there is none."""
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values: Iterable[float]) -> float:
    """The middle one, the mean of the two middle ones of an even number. Not a number where there is none."""
    ordered = sorted(values)
    if not ordered:
        return math.nan
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def ratio(part: float, whole: float) -> float:
    """`part / whole`; not a number where the whole is nothing."""
    return part / whole if whole else math.nan


def medians(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The median of each name over the rounds that have it."""
    names = {name for one in rounds for name in one}
    return {name: median(one[name] for one in rounds if name in one) for name in sorted(names)}

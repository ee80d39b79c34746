"""How sure a figure is."""

from collections.abc import Callable
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
# Of the normal distribution, for 95 %.
Z = 1.959964


def wilson(right: int, count: int) -> tuple[float, float]:
    """95 % score interval of a share (Wilson 1927); of nothing it is all that there is."""
    if not count:
        return 0.0, 1.0
    share, spread = right / count, Z * Z / count
    middle, half = share + spread / 2, Z * sqrt((share * (1 - share) + spread / 4) / count)
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def bootstrap(figure: Callable[[NDArray[np.int64]], float], items: int, draws: int) -> tuple[float, float]:
    """95 % percentile interval of a figure, its items drawn anew (Efron 1979; Bisani and Ney 2004 for error rates).

    Args:
        figure: of the items with these numbers, some of which come more than once.
    """
    random = np.random.default_rng(0)
    drawn = [figure(random.integers(items, size=items)) for _ in range(draws)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def rate_interval(errors: Counts, units: Counts, draws: int = 2000) -> tuple[float, float]:
    """95 % interval of the sum of `errors` over that of `units`, both by item."""
    return bootstrap(lambda items: errors[items].sum() / max(1, units[items].sum()), len(errors), draws)

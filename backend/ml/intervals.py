"""How sure a figure is."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


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

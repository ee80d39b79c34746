"""How long batches take, several models in turn, so that a machine with other work is unfair to none of them."""

import time
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ml.intervals import bootstrap
from ml.optimise.rates import Speed
from ml.serving.session import Session

BATCHES = (1, 8, 32)
WARM_UPS = 2
DRAWS = 1000


def speeds(
    sessions: Mapping[str, Session], parent: str, item: NDArray[np.float32], rounds: int
) -> dict[str, list[Speed]]:
    """Time every model at every batch size.

    Args:
        item: one network input, of which batches are made.
        rounds: how often each is timed; at least 5.
    """
    found: dict[str, list[Speed]] = {name: [] for name in sessions}
    for batch in BATCHES:
        seconds = timed(sessions, np.repeat(item[None], batch, axis=0), rounds)
        for name, own in seconds.items():
            found[name].append(speed(batch, own, seconds[parent]))
    return found


def timed(sessions: Mapping[str, Session], inputs: NDArray[np.float32], rounds: int) -> dict[str, NDArray[np.float64]]:
    """Seconds of every round, each model once a round, each round beginning with another one."""
    names = list(sessions)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for number in range(-WARM_UPS, rounds):
        for place in range(len(names)):
            name = names[(number + place) % len(names)]
            began = time.perf_counter()
            sessions[name].run(inputs)
            if number >= 0:
                seconds[name].append(time.perf_counter() - began)
    return {name: np.array(values) for name, values in seconds.items()}


def speed(batch: int, own: NDArray[np.float64], parent: NDArray[np.float64]) -> Speed:
    """The figures of one model and batch size."""
    p50, p95 = np.quantile(own, [0.5, 0.95])
    ratios = own / parent
    low, high = median_interval(ratios)
    return Speed(batch, float(p50), float(p95), batch / float(p50), float(np.median(ratios)), low, high)


def median_interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """95 % bootstrap interval of a median."""
    return bootstrap(lambda rounds: float(np.median(values[rounds])), len(values), DRAWS)

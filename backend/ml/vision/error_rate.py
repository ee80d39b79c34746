"""How wrong an image model is: 1 for every image whose best label is not the right one."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import binomtest

from ml.intervals import Counts
from ml.optimise.rates import Rate


def errors(truths: Sequence[str], answers: Sequence[str]) -> Counts:
    """0 or 1 for every image."""
    return np.array([int(truth != answer) for truth, answer in zip(truths, answers, strict=True)])


def units(truths: Sequence[str]) -> Counts:
    """1 for every image."""
    return np.ones(len(truths), np.int64)


def rate(errors: Counts, units: Counts) -> Rate:
    """The share of wrong images with its score interval (Wilson 1927)."""
    edges = binomtest(int(errors.sum()), len(units)).proportion_ci(method="wilson")
    return Rate(float(errors.mean()), float(edges.low), float(edges.high))

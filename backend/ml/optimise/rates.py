"""How wrong a model is, and how much worse than another."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float


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

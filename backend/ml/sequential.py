"""Tests that hold however often they are looked at: after every answer, and for as long as one likes.

A usual test is wrong far more often than it says when it is looked at again and again. An e-value is a bet against "not
worse" that gains nothing on average while that is true; so the chance that it ever reaches 1/alpha is at most alpha
(Ville's inequality). Turner, Ly, Gruenwald, Generic E-Variables for Exact Sequential k-Sample Tests, JSPI 230 (2024)
106116, arXiv 2106.02693; Lindon, Malek, Rapid and Accurate Anytime-Valid Inference for Counts, KDD 2022.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, inf, lgamma, log, sqrt

# How many answers of a version a confidence sequence is the narrowest at.
TUNED_TO = 200.0


def log_e_value(worse: int, others: int, share: float) -> float:
    """The evidence that bad events fall on `worse` rather than on the others, as a natural logarithm.

    Each event falls on the candidate with a chance of at most `share` while it is not worse than production. The bet is
    spread evenly over all chances above that. Only bad events count, so two integers are all that is kept.

    Args:
        worse: bad events of the candidate.
        others: bad events of production.
        share: of the people that have the candidate, above 0 and below 1.
    """
    count = worse + others
    integral = lgamma(worse + 1) + lgamma(others + 1) - lgamma(count + 2) + _log_at_most(worse, count + 1, share)
    return integral - log(1 - share) - worse * log(share) - others * log(1 - share)


def _log_at_most(most: int, count: int, share: float) -> float:
    """The logarithm of the chance that of `count` events with the chance `share` at most so many come."""
    terms = [
        lgamma(count + 1) - lgamma(number + 1) - lgamma(count - number + 1)
        + number * log(share) + (count - number) * log(1 - share)
        for number in range(most + 1)
    ]  # fmt: skip
    largest = max(terms)
    return min(0.0, largest + log(sum(exp(term - largest) for term in terms)))


def events_until(threshold: float, share: float) -> int:
    """After how many bad events, all of them the candidate's, the evidence reaches `threshold`."""
    count = 1
    while log_e_value(count, 0, share) < log(threshold):
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class Counted:
    """Answers of a version, and how many of them were bad."""

    answers: int
    bad: int

    @property
    def rate(self) -> float:
        """Of good ones."""
        return 1 - self.bad / self.answers

    @property
    def variance(self) -> float:
        """Of one answer; never 0, since a hundred good ones do not prove that none is bad."""
        bad = (self.bad + 1) / (self.answers + 2)
        return bad * (1 - bad)


def lower_bound(candidate: Counted, production: Counted, alpha: float) -> float:
    """What candidate's rate of good answers is above production's, at least; -inf where one has none.

    It holds at all times together with a chance of 1 - alpha, for many answers (an asymptotic confidence sequence:
    Waudby-Smith et al., Time-uniform central limit theory, Annals of Statistics 52 (2024), arXiv 2103.06476).
    """
    pairs = min(candidate.answers, production.answers)
    if not pairs:
        return -inf
    variance = pairs * (candidate.variance / candidate.answers + production.variance / production.answers)
    return candidate.rate - production.rate - _width(pairs, alpha) * sqrt(variance)


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of 0 to 1 that answers of a version have: how many, their sum, the sum of their squares."""

    answers: int
    total: float
    squares: float

    def __add__(self, more: "Measured") -> "Measured":
        """Of both."""
        return Measured(self.answers + more.answers, self.total + more.total, self.squares + more.squares)

    @property
    def mean(self) -> float:
        """Of all of them; there is at least one."""
        return self.total / self.answers

    @property
    def variance(self) -> float:
        """Of one answer; one more at each end keeps it above 0, as a hundred equal ones prove nothing of the next."""
        count = self.answers + 2
        mean = (self.total + 1) / count
        return (self.squares + 1) / count - mean**2


def highest_difference(candidate: Measured, production: Measured, alpha: float) -> float:
    """What candidate's mean is above production's, at most; inf where one has none. As surely as `lower_bound`."""
    pairs = min(candidate.answers, production.answers)
    if not pairs:
        return inf
    variance = pairs * (candidate.variance / candidate.answers + production.variance / production.answers)
    return candidate.mean - production.mean + _width(pairs, alpha) * sqrt(variance)


def log_e_ratio(steps: Iterable[tuple[int, int, float]]) -> float:
    """The evidence that another share than the one asked got the candidate, more or less, as a natural logarithm.

    Args:
        steps: of each: people with the candidate, all others, and the share asked; nobody is in two of them.
    """
    seen = list(steps)
    more = sum(log_e_value(ours, others, share) for ours, others, share in seen)
    less = sum(log_e_value(others, ours, 1 - share) for ours, others, share in seen)
    larger = max(more, less)
    return larger + log((exp(more - larger) + exp(less - larger)) / 2)


def interval(counted: Counted, alpha: float) -> tuple[float, float]:
    """Where the rate of good answers lies, 0 to 1, as surely and at all times together as `lower_bound`."""
    width = _width(counted.answers, alpha / 2) * sqrt(counted.variance)
    return max(0.0, counted.rate - width), min(1.0, counted.rate + width)


def _width(count: int, alpha: float) -> float:
    """How far on one side the mean of so many may be from the truth, in standard deviations of one of them."""
    tuned = sqrt((-2 * log(2 * alpha) + log(-2 * log(2 * alpha) + 1)) / TUNED_TO)
    grown = count * tuned**2 + 1
    return sqrt(2 * grown / (count * tuned) ** 2 * log(1 + sqrt(grown) / (2 * alpha)))

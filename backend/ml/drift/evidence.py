"""How strongly a window speaks for it that something has changed, and an alarm that may be looked at all the time.

The evidence of a figure is an e-value: how many times likelier the counts are where the shares may be anything than
where they are those of the reference. It is 1 on average while nothing has changed, however often it is looked at.
The shares of the reference are known from so many items only, and no two days are alike: what a sample of `TOLERATED`
items could show by chance is no change.

Windows are added up as an e-detector of Shiryaev-Roberts' kind (Shin, Ramdas, Rinaldo, E-detectors, 2022,
arXiv:2203.03532): while nothing changes, the alarm comes once in `ALARM` windows at most, on average, and a change is
found wherever it begins.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import exp, lgamma, log

from ml.drift.reference import Reference
from ml.drift.window import Window

LABEL = "label"
# Where the shares may be anything, they are thought to be as near to the reference's as those of so many items.
SUPPOSED, TOLERATED = 20.0, 300.0
# Answers in a window; the alarm; and the evidence below which it is over.
WINDOW, ALARM, OVER = 200, 200.0, 1.0
# Of what is shown and judged, but raises no alarm: how large a file is says nothing of what it shows.
SHOWN_ONLY = frozenset({"width", "height"})


def evidence(window: Window, reference: Reference) -> dict[str, float]:
    """Of each figure, as a natural logarithm; the mix of labels is the figure `label`."""
    found = {
        name: _of(zip(counts, reference.spreads[name].shares, strict=True)) for name, counts in window.spreads.items()
    }
    if window.labels:
        found[LABEL] = _of((one.count, reference.labels[label].share) for label, one in window.labels.items())
    return found


def _of(counts: Iterable[tuple[int, float]]) -> float:
    """Parts that nobody fell into change nothing."""
    total, sum_of = 0, 0.0
    for count, share in counts:
        total += count
        sum_of += _rise(SUPPOSED * share, count) - _rise(TOLERATED * share, count)
    return sum_of - _rise(SUPPOSED, total) + _rise(TOLERATED, total)


def _rise(start: float, count: int) -> float:
    return lgamma(start + count) - lgamma(start)


def together(found: Mapping[str, float]) -> float:
    """Of all figures that raise an alarm, as a natural logarithm: the mean of e-values is one, however they depend."""
    logs = [value for name, value in found.items() if name not in SHOWN_ONLY]
    return log_sum(logs) - log(len(logs)) if logs else 0.0


def log_sum(logs: Sequence[float]) -> float:
    """The logarithm of a sum."""
    most = max(logs)
    return most + log(sum(exp(one - most) for one in logs))


def grown(before: float, found: Mapping[str, float]) -> float:
    """The evidence of all windows, of which `before` is that without this one; at most 1e9."""
    logarithm = log(before + 1) + together(found)
    return min(exp(logarithm), 1e9) if logarithm < log(1e9) else 1e9


def carried(grown_to: float) -> float:
    """What goes on into the next window: no more than an alarm needs, so that one that is over ends soon."""
    return min(grown_to, ALARM)


def drifting(was: bool, grown_to: float) -> bool:
    """Whether an alarm is on: from `ALARM` on, until the evidence is below `OVER`."""
    return grown_to >= (OVER if was else ALARM)

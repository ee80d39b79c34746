"""How many answers are right, estimated where nobody has said so.

As many as are above the threshold (average thresholded confidence). Noise can make a network sure of one label
whatever it sees; so of files that are unlike those it learned from no label counts more often than it usually is the
answer, as the transport of answers to the usual mix of labels bounds it (Lu et al. 2023, arXiv:2302.05018). Where the
files are as familiar as ever, as many of one label as there are may come.
"""

from math import sqrt
from typing import NamedTuple

from ml.drift.reference import Reference
from ml.drift.window import Window
from ml.intervals import Z

# By so much less familiar than usual for their labels files begin to be strange, and are so altogether.
STRANGE = (0.2, 0.5)
# By how much it errs beside chance, one standard deviation: of familiar files, and more of strange ones.
ERRS = (0.012, 0.025)
# Of fewer answers a share says too little.
FEWEST = 30


class Estimate(NamedTuple):
    """A share of right answers with its band, in which the truth lies 95 times in 100 or so."""

    share: float
    low: float
    high: float


def estimate(window: Window, reference: Reference) -> Estimate | None:
    """Of a window; None where it holds too little."""
    count = sum(one.count for one in window.labels.values())
    if count < FEWEST:
        return None
    strange, plain, bounded = strangeness(window, reference), 0.0, 0.0
    for label, one in window.labels.items():
        usual = reference.labels[label].share
        most = usual + sqrt(usual * (1 - usual) / count)
        plain += one.above / count
        bounded += min(one.above / count, most)
    share = plain + strange * (bounded - plain)
    errs = ERRS[0] + strange * (ERRS[1] - ERRS[0])
    known = reference.accuracy * (1 - reference.accuracy) / reference.items
    band = Z * sqrt(share * (1 - share) / count + known + errs**2)
    return Estimate(share, max(0.0, share - band), min(1.0, share + band))


def strangeness(window: Window, reference: Reference) -> float:
    """How strange the files are, 0 to 1; 0 where the version cannot tell."""
    usual = sum((reference.labels[label].familiar or 0.0) * one.count for label, one in window.labels.items())
    if not usual:
        return 0.0
    less = 1 - sum(one.familiar for one in window.labels.values()) / usual
    return min(1.0, max(0.0, (less - STRANGE[0]) / (STRANGE[1] - STRANGE[0])))

"""What is measured of one sort of damage in one strength, and of undamaged files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ml.drift.estimate import Estimate, estimate
from ml.drift.evidence import WINDOW, carried, drifting, evidence, grown
from ml.drift.reference import CONFIDENCE, Reference
from ml.drift.window import Seen, Window


@dataclass(frozen=True, slots=True)
class Answered:
    """One file as a version saw it, and whether its answer is right."""

    seen: Seen
    right: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """Shares of right answers, true and estimated; how many inputs it took until drift was seen, in each stream.

    `covered`: in how many windows the truth is within the band of the estimate.
    """

    truth: float
    confidence: float
    thresholded: float
    estimated: Estimate
    until: tuple[int | None, ...]
    covered: float


def measured(answered: Sequence[Answered], reference: Reference) -> Cell:
    """Of files in the order in which they come; each window is a stream of its own."""
    windows = [answered[first : first + WINDOW] for first in range(0, len(answered), WINDOW)]
    truth = float(np.mean([one.right for one in answered]))
    bands = [told(added([one.seen for one in window], reference), reference) for window in windows]
    sure = [one.seen.figures[CONFIDENCE] for one in answered]
    return Cell(
        truth,
        float(np.mean(sure)),
        float(np.mean(np.array(sure) > reference.threshold)),
        told(added([one.seen for one in answered], reference), reference),
        tuple(alarm([one.seen for one in window], reference) for window in windows),
        float(np.mean([band.low <= truth <= band.high for band in bands])),
    )


def told(window: Window, reference: Reference) -> Estimate:
    """The estimate of what is no small window."""
    found = estimate(window, reference)
    if found is None:
        raise ValueError("the window is too small")
    return found


def added(seen: Sequence[Seen], reference: Reference) -> Window:
    """One window of all of them."""
    window = Window()
    for one in seen:
        window.add(one, reference)
    return window


def alarm(stream: Sequence[Seen], reference: Reference) -> int | None:
    """After how many of them drift is seen, looking after each; None: not at all."""
    return next((count for count, is_on in looks(stream, reference) if is_on), None)


def looks(stream: Sequence[Seen], reference: Reference) -> Iterator[tuple[int, bool]]:
    """After each of them how many there were, and whether the alarm is on."""
    before, window, is_on = 0.0, Window(), False
    for number, one in enumerate(stream, 1):
        window.add(one, reference)
        now = grown(before, evidence(window, reference))
        is_on = drifting(is_on, now)
        yield number, is_on
        if window.count == WINDOW:
            before, window = carried(now), Window()


def alarms(stream: Sequence[Seen], reference: Reference) -> int:
    """How often the alarm goes on."""
    states = [False, *(is_on for _, is_on in looks(stream, reference))]
    return sum(now and not was for was, now in pairwise(states))

"""What a lesson has come to, for the person who gave it."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ml.intervals import wilson
from ml.progress import Frozen

MOST_MISTAKES, MOST_UNSURE, MOST_CONFUSIONS = 24, 12, 8
# More that look like a photo that is recognised as surely as this would teach little.
SURE = 0.75
# A label that is right less often, or has fewer photos, would profit most from more of them.
GOOD, ENOUGH = 0.9, 20


class LabelReport(Frozen):
    """`right` of `photos` were recognised by layers that had not seen them."""

    label: str
    photos: int
    right: int
    wants_more: bool


class Mistake(Frozen):
    """Photo number `place`, shown as a `label`, was taken for another with this probability."""

    place: int
    label: str
    taken_for: str
    score: float


class Unsure(Frozen):
    """Photo number `place` was recognised as a `label`, but hardly: with this probability."""

    place: int
    label: str
    score: float


class Confusion(Frozen):
    """So many photos of `label` were taken for another."""

    label: str
    taken_for: str
    count: int


class LessonReport(Frozen):
    """By cross-validation: each photo judged by a layer that was fitted without it and its twins.

    `accuracy` is the share that was right, with its 95 % interval; mistakes come surest first, and `unsure` are the
    photos that it was right about least surely: more that look like these would help most.
    """

    photos: int
    right: int
    accuracy: float
    interval: tuple[float, float]
    labels: tuple[LabelReport, ...]
    confusions: tuple[Confusion, ...]
    mistakes: tuple[Mistake, ...]
    unsure: tuple[Unsure, ...] = ()


def report(scores: NDArray[np.float64], answers: Sequence[str], labels: Sequence[str]) -> LessonReport:
    """Of the probabilities (N, C) of photos with these answers."""
    best, said = scores.max(1), [labels[place] for place in scores.argmax(1)]
    wrong = [place for place, (one, other) in enumerate(zip(said, answers, strict=True)) if one != other]
    mistakes = [
        Mistake(place=place, label=answers[place], taken_for=said[place], score=round(float(best[place]), 4))
        for place in sorted(wrong, key=lambda place: -best[place])
    ]
    pairs = Counter((answers[place], said[place]) for place in wrong)
    right = len(answers) - len(wrong)
    low, high = wilson(right, len(answers))
    return LessonReport(
        photos=len(answers),
        right=right,
        accuracy=round(right / len(answers), 4),
        interval=(round(low, 4), round(high, 4)),
        labels=tuple(_of_label(label, said, answers) for label in labels),
        confusions=tuple(
            Confusion(label=label, taken_for=other, count=count)
            for (label, other), count in pairs.most_common(MOST_CONFUSIONS)
        ),
        mistakes=tuple(mistakes[:MOST_MISTAKES]),
        unsure=_unsure(best, wrong, answers),
    )


def _unsure(best: NDArray[np.float64], wrong: Sequence[int], answers: Sequence[str]) -> tuple[Unsure, ...]:
    right = sorted(set(np.flatnonzero(best < SURE).tolist()) - set(wrong), key=lambda place: best[place])
    return tuple(
        Unsure(place=place, label=answers[place], score=round(float(best[place]), 4)) for place in right[:MOST_UNSURE]
    )


def _of_label(label: str, said: Sequence[str], answers: Sequence[str]) -> LabelReport:
    mine = [one == label for one, answer in zip(said, answers, strict=True) if answer == label]
    wants_more = len(mine) < ENOUGH or sum(mine) < GOOD * len(mine)
    return LabelReport(label=label, photos=len(mine), right=sum(mine), wants_more=wants_more)

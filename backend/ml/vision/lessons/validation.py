"""How good a lesson's layer is, by photos that it was not fitted to: cross-validation."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ml.vision.lessons.fitting import Answers, Fitter, Layer, Values, probabilities

FOLDS = 5
STRICTNESS = (0.0003, 0.001, 0.003, 0.01)
SHARPNESS = tuple(2 ** (step / 4) for step in range(-16, 33))
Views = NDArray[np.float16]


class Validated(NamedTuple):
    """The layer of all photos, and what layers that had not seen a photo said of it: probabilities (N, C)."""

    layer: Layer
    scores: Values


def validated(
    views: Views, answers: Answers, count: int, twins: Sequence[int], pause: Callable[[], None] = lambda: None
) -> Validated:
    """Fit a layer, with the strictness and the sharpness by which photos that were left out are answered best.

    Args:
        views: (N, V, D); the first view of each photo is the photo.
        answers: (N,), 0 to `count` - 1.
        twins: (N,), the same number for photos that show the same: they are left out together. Of each answer there
            are at least two.
        pause: called between fits; it may raise.
    """
    folds = list(split(answers, twins))
    left_out = np.zeros((len(STRICTNESS), len(answers), count))
    for fold in folds:
        fitter = _fitter(views[~fold], answers[~fold], count)
        for number, strictness in enumerate(STRICTNESS):
            pause()
            left_out[number, fold] = fitter.fit(strictness).logits(views[fold, 0].astype(np.float64))
    tried = [(surprise(factor * logits, answers), number, factor)
             for number, logits in enumerate(left_out) for factor in SHARPNESS]  # fmt: skip
    _, number, factor = min(tried)
    pause()
    layer = _fitter(views, answers, count).fit(STRICTNESS[number]).sharper(factor)
    return Validated(layer, probabilities(factor * left_out[number]))


def surprise(logits: Values, answers: Answers) -> float:
    """The mean of what a right answer was not expected by (log loss)."""
    return float(-np.log(probabilities(logits)[np.arange(len(answers)), answers] + 1e-12).mean())


def split(answers: Answers, twins: Sequence[int]) -> Iterator[NDArray[np.bool_]]:
    """Which photos are left out, fold by fold: of each label about as many, and never one twin alone."""
    places = np.zeros(len(answers), np.int64)
    for label in np.unique(answers):
        groups = list(dict.fromkeys(np.asarray(twins)[answers == label].tolist()))
        order = np.random.default_rng(7).permutation(len(groups))
        for place, group in enumerate(order):
            places[(answers == label) & (np.asarray(twins) == groups[group])] = place % FOLDS
    for fold in range(FOLDS):
        if (places == fold).any():
            yield places == fold


def _fitter(views: Views, answers: Answers, count: int) -> Fitter:
    rows = views.reshape(-1, views.shape[-1]).astype(np.float64)
    return Fitter(rows, np.repeat(answers, views.shape[1]), count)

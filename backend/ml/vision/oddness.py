"""How odd what a network sees of a picture is: two small layers, fitted to tell known pictures from odd ones."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]
Arrays = Mapping[str, NDArray[np.generic]]
HIDDEN, STEPS, BATCH = 128, 400, 512
# AdamW's (Loshchilov and Hutter 2019, arXiv:1711.05101).
RATE, DECAY, MOMENTUM, SCALING = 3e-3, 1.0, 0.9, 0.999
SEED = 3


class Oddness:
    """By the arrays of a `reference.npz`; `ml.vision.reference` says what is in it."""

    def __init__(self, arrays: Arrays) -> None:
        self._mean, self._deviation = arrays["seen"].astype(np.float32)
        self._hidden, self._out = (arrays[name].astype(np.float32) for name in ("hidden", "out"))

    def of(self, seen: Values) -> Values:
        """(N, D) -> (N,): the logarithm of the odds that a picture is an odd one."""
        hidden = np.maximum(with_one((seen - self._mean) / self._deviation) @ self._hidden, 0)
        return np.asarray(with_one(hidden) @ self._out)


def fitted(known: Values, strange: Values, usual: Values) -> dict[str, NDArray[np.generic]]:
    """The arrays, of what a network sees (N, D) of known pictures and of odd ones.

    Args:
        usual: the same of other known pictures, of which the standard deviation of the answer becomes 1.
    """
    scale = np.stack([known.mean(axis=0), known.std(axis=0) + 1e-3]).astype(np.float32)
    hidden, out = learned(*(with_one((rows - scale[0]) / scale[1]) for rows in (known, strange)))
    arrays: dict[str, NDArray[np.generic]] = {"seen": scale, "hidden": hidden.astype(np.float16), "out": out}
    return {**arrays, "out": out / np.maximum(Oddness(arrays).of(usual).std(), 1e-6)}


def learned(known: Values, strange: Values) -> list[Values]:
    """The weights: the mean of the second half of the steps, which wanders less than the last one."""
    random, width = np.random.default_rng(SEED), known.shape[1]
    shapes = ((width, HIDDEN), (HIDDEN + 1,))
    weights = [(random.normal(size=shape) / shape[0] ** 0.5).astype(np.float32) for shape in shapes]
    step, total = Adam(weights), [np.zeros_like(one) for one in weights]
    truth = np.repeat(np.array([0, 1], np.float32), BATCH // 2)
    for number in range(STEPS):
        rows = np.concatenate([side[random.integers(len(side), size=BATCH // 2)] for side in (known, strange)])
        step.down(slopes(weights, rows, truth))
        if number >= STEPS // 2:
            total = [before + now for before, now in zip(total, weights, strict=True)]
    return [one / np.float32(STEPS - STEPS // 2) for one in total]


def slopes(weights: list[Values], rows: Values, truth: Values) -> list[Values]:
    """Of the logarithmic loss, for both layers."""
    hidden, out = weights
    inside = np.maximum(rows @ hidden, 0)
    wrong = (1 / (1 + np.exp(-(with_one(inside) @ out))) - truth) / len(rows)
    back = np.outer(wrong, out[:-1]) * (inside > 0)
    return [rows.T @ back, with_one(inside).T @ wrong]


class Adam:
    """Moves weights, in their place, against their slopes."""

    def __init__(self, weights: list[Values]) -> None:
        self._weights, self._count = weights, 0
        self._means, self._squares = ([np.zeros_like(one) for one in weights] for _ in range(2))

    def down(self, found: list[Values]) -> None:
        """One step."""
        self._count += 1
        begun = [np.float32(1 - rate**self._count) for rate in (MOMENTUM, SCALING)]
        for place, slope in enumerate(found):
            self._means[place] += (1 - MOMENTUM) * (slope - self._means[place])
            self._squares[place] += (1 - SCALING) * (slope**2 - self._squares[place])
            step = self._means[place] / begun[0] / (np.sqrt(self._squares[place] / begun[1]) + np.float32(1e-8))
            self._weights[place] *= 1 - RATE * DECAY
            self._weights[place] -= np.float32(RATE) * step


def with_one(rows: Values) -> Values:
    """(N, D) -> (N, D + 1): a one behind each row, by which a layer adds its bias."""
    return np.concatenate([rows, np.ones((len(rows), 1), np.float32)], axis=1)

"""Multinomial logistic regression: the last layer, fitted to few embeddings.

The embeddings are turned into the directions in which they differ (a singular value decomposition); there a bound of
the curvature (Boehning 1992) says how long each step may be, so that nothing has to be searched, and momentum
(Nesterov 1983) takes a hundred steps for what would be thousands.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEPS = 100
Values = NDArray[np.float64]
Answers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Layer:
    """Logits are `embeddings @ weights + bias`; weights (D, C), bias (C,)."""

    weights: Values
    bias: Values

    def logits(self, embeddings: NDArray[np.floating]) -> Values:
        """(N, D) -> (N, C)."""
        return np.asarray(embeddings @ self.weights + self.bias, np.float64)

    def sharper(self, factor: float) -> "Layer":
        """Says the same, more or less surely."""
        return Layer(self.weights * factor, self.bias * factor)


class Fitter:
    """Fits layers of different strictness to the same embeddings (N, D) with their answers (N,), of `count` labels."""

    def __init__(self, embeddings: NDArray[np.floating], answers: Answers, count: int) -> None:
        self._mean = embeddings.mean(0, dtype=np.float64)
        left, self._spread, self._axes = np.linalg.svd(embeddings - self._mean, full_matrices=False)
        self._inputs, self._wanted = left * self._spread, np.eye(count)[answers]
        # Each label weighs the same, however many photos it has.
        weight = 1.0 / self._wanted.sum(0)[answers] / count
        self._weight = weight[:, None]

    def fit(self, strictness: float) -> Layer:
        """The layer that explains the answers best, held back by `strictness` times half the sum of its squares."""
        shape = len(self._spread), self._wanted.shape[1]
        longest = 0.5 * float(self._weight.max()) * self._spread**2 + strictness
        weights, bias = np.zeros(shape), np.zeros(shape[1])
        before = weights, bias
        for step in range(STEPS):
            momentum = step / (step + 3)
            ahead, ahead_bias = (
                now + momentum * (now - then) for now, then in zip((weights, bias), before, strict=True)
            )
            wrong = (probabilities(self._inputs @ ahead + ahead_bias) - self._wanted) * self._weight
            before = weights, bias
            weights = ahead - (self._inputs.T @ wrong + strictness * ahead) / longest[:, None]
            bias = ahead_bias - 2 * wrong.sum(0)
        turned = self._axes.T @ weights
        return Layer(turned, bias - self._mean @ turned)


def probabilities(logits: Values) -> Values:
    """Softmax along the last axis."""
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), np.float64)

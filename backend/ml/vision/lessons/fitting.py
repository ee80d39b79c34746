"""Linear discriminant analysis with shrinkage: the last layer, fitted to few embeddings.

A photo is as much like a label as it is near that label's mean, where directions in which photos of one label differ
count little (Fisher 1936). Of a few photos these directions are known badly, so that their covariance is drawn towards
that of a ball (Friedman 1989). There are fewer photos than numbers in an embedding: all of it is solved in the space of
the photos (Woodbury 1950), at once and without steps.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Of photos of each label that are all the same: how far apart the labels are stands for how photos differ.
ALL_THE_SAME = 1e-3
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

    def __init__(self, embeddings: Values, answers: Answers, count: int) -> None:
        means = np.stack([embeddings[answers == label].mean(0) for label in range(count)])
        self._centre = means.mean(0)
        self._means = (means - self._centre).T
        self._differ = embeddings - means[answers]
        self._products = self._differ @ self._differ.T
        self._spread = max(float(np.trace(self._products)), ALL_THE_SAME * float(np.square(self._means).sum())) or 1.0

    def fit(self, strictness: float) -> Layer:
        """The layer whose covariance is drawn towards a ball by `strictness` times all that photos of a label differ.

        Each label is as likely as any other, however many photos it has.
        """
        ball = strictness * self._spread
        within = self._products + ball * np.eye(len(self._products))
        # The scale is free (`sharper` sets it): so that logits stay small, it is that of the ball.
        weights = self._means - self._differ.T @ np.linalg.solve(within, self._differ @ self._means)
        bias = -0.5 * np.einsum("dc,dc->c", self._means, weights) - self._centre @ weights
        return Layer(weights, bias)


def probabilities(logits: Values) -> Values:
    """Softmax along the last axis."""
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), np.float64)

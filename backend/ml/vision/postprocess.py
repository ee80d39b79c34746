"""From logits to named classes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ml.types import Classification, LabelScore
from ml.vision.options import ImageOptions


def classify(logits: NDArray[np.float32], labels: Sequence[str], options: ImageOptions) -> Classification:
    """The best classes with their softmax probability, best first. `logits` is (C,)."""
    scores = softmax(logits)
    best = np.argsort(-scores, kind="stable")[: options.top_k]
    return Classification(tuple(LabelScore(labels[index], int(index), float(scores[index])) for index in best))


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """Probabilities along the last axis, in float64."""
    shifted = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), np.float64)

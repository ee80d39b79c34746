"""From logits to named classes."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.errors import BadInput
from ml.types import Classification, LabelScore

DEFAULT_TOP_K = 5
LARGEST_TOP_K = 100


def top_k_of(options: Mapping[str, Any]) -> int:
    """The number of labels that a request asks for.

    Raises:
        BadInput: `invalid_options` for an unknown option, or a `top_k` that is no whole number from 1 to 100.
    """
    unknown = sorted(set(options) - {"top_k"})
    if unknown:
        raise BadInput("invalid_options", f"Unknown option {unknown[0]!r}; an image model takes only top_k.")
    top_k = options.get("top_k", DEFAULT_TOP_K)
    if isinstance(top_k, bool) or not isinstance(top_k, int) or not 1 <= top_k <= LARGEST_TOP_K:
        raise BadInput("invalid_options", f"top_k must be a whole number from 1 to {LARGEST_TOP_K}.")
    return top_k


def classify(logits: NDArray[np.float32], labels: Sequence[str], top_k: int) -> Classification:
    """The best `top_k` classes with their softmax probability, best first. `logits` is (C,)."""
    scores = softmax(logits)
    best = np.argsort(-scores, kind="stable")[:top_k]
    return Classification(tuple(LabelScore(labels[index], int(index), float(scores[index])) for index in best))


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """Probabilities along the last axis, in float64."""
    shifted = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), np.float64)

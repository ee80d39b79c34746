"""How familiar a picture is to what was learned from a lesson's photos: by how like the photos of a label it is.

The likeness is the cosine of what the network sees of the picture and the mean of a label's photos, map by map, since a
map with more or larger numbers than others shall not count more. Of single photos nothing is kept.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ml.serving.familiarity import shares
from ml.vision.oddness import Arrays, Values

# Of fewer photos that it is right about a twentieth says little: of 20 to 25, 12 % of other photos were outside.
FEWEST = 30


class LabelFamiliarity:
    """A `Familiarity` by the arrays that `reference_of` makes."""

    def __init__(self, arrays: Arrays) -> None:
        self._means, self._strangeness = (arrays[name].astype(np.float32) for name in ("means", "strangeness"))
        self._starts = arrays["starts"].astype(np.int64).tolist()

    def of(self, _arrays: Sequence[Values], _logits: Values, embeddings: Values | None, /) -> NDArray[np.float64]:
        """How familiar each picture is."""
        if embeddings is None:
            raise ValueError("the graph shows no embedding")
        return shares(self._strangeness, 1 - (directions(embeddings, self._starts) @ self._means.T).max(axis=1))


def reference_of(
    views: NDArray[np.float16],
    answers: NDArray[np.int64],
    twins: Sequence[int],
    right: NDArray[np.bool_],
    starts: Sequence[int] = (),
) -> Arrays | None:
    """What is kept of photos; None where it was right about too few to say.

    Args:
        views: (N, V, D) as a lesson sees them, the photo itself first.
        answers: (N,) their labels, 0 to C - 1, of each at least two photos that show not the same.
        twins: (N,) the same number for photos that show the same, which say nothing about each other.
        right: (N,) whether layers that had not seen a photo were right about it.
        starts: where the numbers of the second map begin, those of the third, and so on.

    Returns:
        `means` (C, D) float16, of length 1, `starts`, and `strangeness`, rising: how unlike the means each photo is
        that it was right about, its own label's mean taken without it and its twins.
    """
    if right.sum() < FEWEST:
        return None
    photos = directions(views.astype(np.float32), starts)
    alone, whole = photos[:, 0], photos.mean(axis=1)
    sums = np.stack([whole[answers == label].sum(axis=0) for label in range(answers.max() + 1)])
    like = alone @ _unit(sums).T
    same = np.equal.outer(np.asarray(twins), twins) & np.equal.outer(answers, answers)
    others = _unit(sums[answers] - same.astype(np.float32) @ whole)
    like[np.arange(len(answers)), answers] = (alone * others).sum(axis=1)
    strangeness = np.sort(1 - like.max(axis=1)[right]).astype(np.float32)
    return {"means": _unit(sums).astype(np.float16), "starts": np.array(starts, np.int64), "strangeness": strangeness}


def directions(rows: Values, starts: Sequence[int]) -> Values:
    """(..., D), of length 1; the numbers of each map have the same length."""
    return _unit(np.concatenate([_unit(part) for part in np.split(rows, starts, axis=-1)], axis=-1))


def _unit(rows: Values) -> Values:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12))

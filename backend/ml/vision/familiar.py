"""What is like the pictures that a version learned from, told from what its bundle keeps of them.

A picture is strange by how far its embedding is from the third nearest of the pictures that the version learned from,
by the cosine (Sun et al. 2022, arXiv:2204.06507), and by how short that embedding is. It is also strange by how far
plain figures of its pixels lie beyond those of known pictures: noise and plain colours are no photos. How familiar it
is, is the share of the validation pictures, of those that the version was right about, that are at least as strange.

Where a graph shows no embedding the energy of its logits stands for the first (Liu et al. 2020, arXiv:2010.03759).
"""

from collections.abc import Mapping, Sequence
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from ml.bundle import REFERENCE, Bundle
from ml.errors import BundleError
from ml.vision.traits import traits_of

NEAREST = 3
# Of how short an embedding is, in standard deviations, beside its distance; and of a whole range of a trait beyond it.
SHORT, BEYOND = 0.75, 10.0
Values = NDArray[np.float32]
Arrays = Mapping[str, NDArray[np.generic]]


class PictureFamiliarity:
    """A `Familiarity` by the arrays of a `reference.npz`; `ml.vision.reference` says what is in it."""

    def __init__(self, arrays: Arrays) -> None:
        self._space = Space(arrays) if "known" in arrays else None
        self._usual, self._scale = (arrays[name].astype(np.float32) for name in ("usual", "scale"))
        self._strangeness = arrays["strangeness"].astype(np.float32)

    def of(self, arrays: Sequence[Values], logits: Values, embeddings: Values | None) -> NDArray[np.float64]:
        """How familiar each picture is."""
        return self.shares(self.strangeness(traits_of(arrays), logits, embeddings))

    def shares(self, strangeness: Values) -> NDArray[np.float64]:
        """The share of known pictures that are at least as strange."""
        as_strange = len(self._strangeness) - np.searchsorted(self._strangeness, strangeness)
        return as_strange / max(1, len(self._strangeness))

    def strangeness(self, traits: Values, logits: Values, embeddings: Values | None) -> Values:
        """(N,), the more the stranger; numbers that are none are the strangest."""
        mean, deviation = self._scale
        away = ((self.signs(logits, embeddings) - mean) / deviation) @ np.array([1, SHORT], np.float32)
        low, high = self._usual
        beyond = np.maximum(0, np.maximum(low - traits, traits - high) / (high - low)).max(axis=1)
        return np.asarray(np.nan_to_num(away + BEYOND * beyond, nan=np.inf), np.float32)

    def signs(self, logits: Values, embeddings: Values | None) -> Values:
        """(N, 2): how far away each embedding is and how short; without embeddings the energy, and nothing."""
        if self._space is None or embeddings is None:
            return np.stack([-energy(logits), np.zeros(len(logits), np.float32)], axis=1)
        return np.stack([self._space.distance(embeddings), -np.log(lengths_of(embeddings))], axis=1)


class Space:
    """Where the embeddings of known pictures lie."""

    def __init__(self, arrays: Arrays) -> None:
        self._centre, self._axes, self._known = (
            arrays[name].astype(np.float32) for name in ("centre", "axes", "known")
        )

    def distance(self, embeddings: Values) -> Values:
        """(N, D) -> (N,): one less the cosine of the third nearest known picture."""
        near = placed(embeddings, self._centre, self._axes) @ self._known.T
        nearest = min(NEAREST, near.shape[1])
        return np.asarray(1 - np.partition(near, -nearest, axis=1)[:, -nearest])


def placed(embeddings: Values, centre: Values, axes: Values) -> Values:
    """(N, D) -> (N, K) of length 1."""
    return unit(np.asarray((unit(embeddings) - centre) @ axes, np.float32))


def unit(rows: Values) -> Values:
    """Rows of length 1, or of zeros."""
    return np.asarray(rows / lengths_of(rows)[:, None])


def lengths_of(rows: Values) -> Values:
    """(N, D) -> (N,), none of them 0."""
    return np.asarray(np.maximum(np.sqrt(np.einsum("nd,nd->n", rows, rows)), 1e-12))


def energy(logits: Values) -> Values:
    """(N, C) -> (N,): the logarithm of the sum of the exponentials."""
    most = logits.max(axis=1)
    return np.asarray(most + np.log(np.exp(logits - most[:, None]).sum(axis=1)))


def familiarity(bundle: Bundle) -> PictureFamiliarity:
    """That of a bundle. Raises BundleError where its file is not what it should be."""
    try:
        with np.load(bundle.file(REFERENCE), allow_pickle=False) as kept:
            return PictureFamiliarity(dict(kept))
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise BundleError(f"{bundle.folder.name}: {REFERENCE} is not what a bundle keeps: {error}") from error

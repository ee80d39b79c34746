"""What is like the pictures that a version learned from, told from what its bundle keeps of them.

A picture is strange by how odd its embedding looks to two small layers, which were fitted to tell the pictures that the
version learned from from odd ones made of them (outlier exposure: Hendrycks et al. 2019, arXiv:1812.04606, but without
pictures of others); where a graph shows no embedding its logits stand for it. It is also strange by how far plain
figures of its pixels lie beyond those of known pictures: noise and plain colours are no photos. How familiar it is, is
the share of the validation pictures, of those that the version was right about, that are at least as strange. What was
learned in a lesson tells it by `ml.vision.likeness`.
"""

from collections.abc import Sequence
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from ml.bundle import REFERENCE, Bundle
from ml.errors import BundleError
from ml.serving.familiarity import Familiarity, shares
from ml.vision.likeness import LabelFamiliarity
from ml.vision.oddness import Arrays, Oddness, Values
from ml.vision.traits import traits_of

# Of a whole range of a trait beyond it.
BEYOND = 10.0


class PictureFamiliarity:
    """A `Familiarity` by the arrays of a `reference.npz`; `ml.vision.reference` says what is in it."""

    def __init__(self, arrays: Arrays) -> None:
        self._oddness = Oddness(arrays)
        self._low, self._high = arrays["usual"].astype(np.float32)
        self.known = arrays["strangeness"].astype(np.float32)

    def of(self, arrays: Sequence[Values], logits: Values, embeddings: Values | None, /) -> NDArray[np.float64]:
        """How familiar each picture is."""
        seen = logits if embeddings is None else embeddings
        return shares(self.known, self.strangeness(traits_of(arrays), seen))

    def strangeness(self, traits: Values, seen: Values) -> Values:
        """(N,), the more the stranger; numbers that are none are the strangest."""
        outside = np.maximum(self._low - traits, traits - self._high) / (self._high - self._low)
        beyond = np.maximum(outside.max(axis=1), 0)
        return np.asarray(np.nan_to_num(self._oddness.of(seen) + BEYOND * beyond, nan=np.inf), np.float32)


def familiarity(bundle: Bundle) -> Familiarity | None:
    """That of a bundle; None where what it keeps was made by a Slipway that told it in another way.

    Raises:
        BundleError: its file is not what it should be.
    """
    try:
        with np.load(bundle.file(REFERENCE), allow_pickle=False) as kept:
            if "means" in kept:
                return LabelFamiliarity(dict(kept))
            return PictureFamiliarity(dict(kept)) if "hidden" in kept else None
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise BundleError(f"{bundle.folder.name}: {REFERENCE} is not what a bundle keeps: {error}") from error

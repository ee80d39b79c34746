"""Whether a version knows such inputs: told by what its bundle keeps of those that it learned from."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from ml.bundle import REFERENCE, Bundle
from ml.kinds import KindFile
from ml.types import Output

Told = TypeVar("Told", bound=Output)
Values = NDArray[np.float32]
# Of the inputs that a version is right about as many are called unlike anything that it learned.
OUTSIDE = 0.05


class Familiarity(Protocol):
    """What a version's bundle keeps of the inputs that it learned from."""

    def of(self, arrays: Sequence[Values], logits: Values, embeddings: Values | None, /) -> NDArray[np.float64]:
        """How familiar each row of a batch is, 0 to 1: the share of known inputs that are no more familiar than it.

        Args:
            arrays: the rows as the network was given them.
            embeddings: (N, D), where the graph gives them.
        """


class FamiliarFile(Protocol):
    """Familiarity."""

    def familiarity(self, bundle: Bundle) -> Familiarity | None:
        """Read what the bundle keeps; None where nothing can be told by that. Raises BundleError where it is broken."""


FAMILIAR: KindFile[FamiliarFile] = KindFile("familiar")


def familiarity_of(bundle: Bundle) -> Familiarity | None:
    """That of a bundle; None where it keeps nothing, so that its version cannot tell. Raises BundleError."""
    return FAMILIAR.of(bundle.manifest.kind).familiarity(bundle) if REFERENCE in bundle.manifest.files else None


def shares(known: Values, strangeness: Values) -> NDArray[np.float64]:
    """(N,): the share of known inputs that are at least as strange; `known` says how strange these are, rising."""
    return np.asarray((len(known) - np.searchsorted(known, strangeness)) / max(1, len(known)))


def told(output: Told, familiar: float) -> Told:
    """The output with how familiar its input is, 0 to 1, and whether it is unlike anything that was learned."""
    rounded = round(familiar, 4)
    return replace(output, familiar=rounded, outside=rounded <= OUTSIDE)

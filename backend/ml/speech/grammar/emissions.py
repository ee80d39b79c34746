"""What a network heard, frame by frame, as probabilities."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.speech.postprocess import Alphabet, Logits, probabilities

Shares = NDArray[np.float32]
# Networks that CTC trained are surer than they are right. Tuned on development clips: docs/models/wav2vec2-small.md.
SHARPNESS = 0.7
# Of more than two frames in a row that say nothing else than a blank the others change nothing.
SILENT = 0.9999


@dataclass(frozen=True, slots=True)
class Emissions:
    """Of each frame the shares (n, labels) of all characters, (n,) of a blank, and of the delimiter between words."""

    letters: Shares
    blank: Shares
    delimiter: Shares

    def __len__(self) -> int:
        return len(self.blank)

    def part(self, frames: slice | NDArray[np.intp]) -> "Emissions":
        """Those of some frames."""
        return Emissions(self.letters[frames], self.blank[frames], self.delimiter[frames])

    @property
    def telling(self) -> "Emissions":
        """Without the frames in the middle of a silence."""
        silent = self.blank > SILENT
        amid = np.zeros_like(silent)
        amid[2:] = silent[2:] & silent[1:-1] & silent[:-2]
        return self.part(np.flatnonzero(~amid))

    @property
    def nothing(self) -> float:
        """The logarithm of how likely it is that nothing was said."""
        return float(np.log(np.maximum(self.blank + self.delimiter, TINY)).sum())

    @property
    def anything(self) -> float:
        """The logarithm of how likely the best characters of all frames are, whatever they spell."""
        return float(np.log(np.maximum(self.letters.max(axis=1), self.blank)).sum())


TINY = float(np.finfo(np.float32).tiny)


def heard(logits: Logits, alphabet: Alphabet, sharpness: float = SHARPNESS) -> Emissions:
    """The shares by logits (n, labels)."""
    letters = probabilities(logits * sharpness)
    known = alphabet.delimiter in alphabet.vocabulary
    delimiter = (
        letters[:, list(alphabet.vocabulary).index(alphabet.delimiter)] if known else np.zeros(len(logits), np.float32)
    )
    return Emissions(letters, letters[:, alphabet.blank], delimiter)

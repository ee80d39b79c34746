"""How familiar the speech of a recording is to a version, told from how sure it is of its frames.

A version that hears what it learned is sure of nearly every frame; other words and other speakers leave it undecided
between characters. How strange a recording is, is the mean entropy of its frames that are no clear blank. A single
word has few of them and says little: some typical frames are counted with it, so that only much doubt makes it strange.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from ml.serving.familiarity import OUTSIDE
from ml.speech.postprocess import Alphabet, Logits, probabilities
from ml.speech.wrong_words import Band
from ml.types import Between

BLANK = 0.9  # a frame that is blank by so much says nothing
TYPICAL_FRAMES = 10
STEPS = 21
Entropies = npt.NDArray[np.float32]


class Familiarity(BaseModel):
    """What a manifest keeps of the development clips that the version was right about.

    `typical` is the mean entropy of their frames, in nats, `strangeness` how strange they are, in even shares, rising.
    `wrong_words`, of all of them: how many words are wrong in what is so strange, the strangest last.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    typical: float = Field(ge=0)
    strangeness: tuple[float, ...] = Field(min_length=2)
    wrong_words: tuple[Band, ...] = ()

    def strange(self, frames: Logits, alphabet: Alphabet) -> float:
        """How strange frames (n, vocabulary) are, in nats."""
        return strangeness(entropies(frames, alphabet), self.typical)

    def of(self, strange: float) -> float:
        """The share of the clips that it was right about that are at least as strange."""
        return 1 - float(np.interp(strange, self.strangeness, np.linspace(0, 1, len(self.strangeness))))

    def wer(self, strange: float) -> Between | None:
        """Between which shares of the words in what is so strange are probably wrong; None where that is not known."""
        return next((Between(band.low, band.high) for band in self.wrong_words if band.holds(strange)), None)


def entropies(frames: Logits, alphabet: Alphabet) -> Entropies:
    """How undecided each frame is that is no clear blank, in nats."""
    shares = probabilities(frames)
    shares = shares[shares[:, alphabet.blank] < BLANK]
    return np.asarray(-np.sum(shares * np.log(np.maximum(shares, 1e-9)), axis=-1), np.float32)


def strangeness(found: Entropies, typical: float) -> float:
    """The mean of the frames and of some typical ones."""
    return float((found.sum() + TYPICAL_FRAMES * typical) / (len(found) + TYPICAL_FRAMES))


def learned(right: Sequence[Entropies]) -> Familiarity | None:
    """From the frames of clips that a version was right about; None where it was right about too few to say."""
    frames = np.concatenate([*right, np.zeros(0, np.float32)])
    if len(right) < 1 / OUTSIDE or not len(frames):
        return None
    typical = round(float(frames.mean()), 5)
    steps = np.quantile([strangeness(one, typical) for one in right], np.linspace(0, 1, STEPS))
    return Familiarity(typical=typical, strangeness=tuple(round(float(step), 5) for step in steps))

"""The frames of windows that were not computed, since nobody speaks in them."""

from collections.abc import Sequence

import numpy as np

from ml.speech.postprocess import Alphabet, Logits
from ml.speech.spec import SoundSpec

SURE = 20.0  # a logit beside zeros; its softmax is 1 to eight digits


def with_silence(
    outputs: Sequence[tuple[int, Logits]], spec: SoundSpec, alphabet: Alphabet
) -> list[tuple[int, Logits]]:
    """The (samples, logits) of all windows, blanks (frames, vocabulary) where there are none."""
    return [
        (samples, logits if len(logits) else blanks(samples // spec.frame_stride, alphabet))
        for samples, logits in outputs
    ]


def blanks(frames: int, alphabet: Alphabet) -> Logits:
    """Logits (frames, vocabulary) by which nothing is said."""
    logits = np.zeros((frames, len(alphabet.vocabulary)), np.float32)
    logits[:, alphabet.blank] = SURE
    return logits

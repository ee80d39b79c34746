"""Frames as a network might give them."""

import numpy as np
from numpy.typing import NDArray

from ml.speech.postprocess import Alphabet

ALPHABET = Alphabet(("<blank>", "|", "'", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 0, "|")


def logits_of(text: str, sure: float = 20.0) -> NDArray[np.float32]:
    """A frame for each sign: `.` is the blank, a space the delimiter."""
    signs = "".join({".": "<", " ": "|"}.get(sign, sign) for sign in text)
    labels = [0 if sign == "<" else ALPHABET.vocabulary.index(sign) for sign in signs]
    return np.eye(len(ALPHABET.vocabulary), dtype=np.float32)[labels] * np.float32(sure)

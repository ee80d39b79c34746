"""CTC frames to text: greedy decoding."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def collapse(labels: npt.NDArray[np.intp], vocabulary: Sequence[str], blank: int, delimiter: str) -> str:
    """Greedy CTC: merge repeats, drop blanks, delimiters become single spaces (Graves et al. 2006)."""
    kept = labels[np.flatnonzero(np.diff(labels, prepend=-1))]
    characters = "".join(vocabulary[label] for label in kept if label != blank)
    return " ".join(characters.replace(delimiter, " ").split())

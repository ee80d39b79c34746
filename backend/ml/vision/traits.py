"""Plain figures of a picture's pixels, which say whether it can be a photo at all."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]
# Of larger pictures every so many-th row and column is looked at.
LINES = 32
# What is kept of each answer's picture, to tell whether pictures change.
NAMES = ("brightness", "contrast", "sharpness")
SMALLEST = 1e-4


def traits_of(arrays: Sequence[Values]) -> Values:
    """Three logarithms for each picture, (N, 3).

    Of the variance of its brightness; of that between neighbouring pixels; and of the second over the first, which is
    high for noise. Colours are left out: how fine they are tells JPEG from PNG, and nothing of what is shown.

    Args:
        arrays: pictures of one size, (3, S, S), as the network is given them.
    """
    brightness = np.stack([array.mean(axis=0) for array in arrays])
    step = max(1, brightness.shape[-1] // LINES)
    rows, columns = brightness[:, ::step], brightness[:, :, ::step]
    spread = rows.var(axis=(1, 2))
    rough = _mean_square(np.diff(rows, axis=2)) + _mean_square(np.diff(columns, axis=1))
    first, second = np.log(spread + SMALLEST), np.log(rough + SMALLEST)
    return np.stack([first, second, second - first], axis=1).astype(np.float32)


def named(array: Values) -> dict[str, float]:
    """Of one picture, (3, S, S): how bright it is, and by logarithms how much that varies, and how fine for that."""
    contrast, _, sharpness = traits_of([array])[0].tolist()
    return dict(zip(NAMES, (float(array.mean()), contrast, sharpness), strict=True))


def _mean_square(values: Values) -> Values:
    """(N, ...) -> (N,)."""
    rows = values.reshape(len(values), -1)
    return np.asarray(np.einsum("nd,nd->n", rows, rows) / rows.shape[1])

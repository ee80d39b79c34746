"""Plain figures of a picture's pixels, which say whether it can be a photo at all."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]
# Of larger pictures every so many-th row and column is looked at.
LINES = 32
SMALLEST = 1e-4


def traits_of(arrays: Sequence[Values]) -> Values:
    """Four logarithms for each picture, (N, 4).

    Of the variance of its brightness; of that between neighbouring pixels; of the second over the first, which is high
    for noise; and of the variance between neighbouring pixels of what the colours differ from the brightness.

    Args:
        arrays: pictures of one size, (3, S, S), as the network is given them.
    """
    pictures = np.stack(arrays)
    step = max(1, pictures.shape[-1] // LINES)
    rows, columns = pictures[:, :, ::step], pictures[:, :, :, ::step].swapaxes(2, 3)
    spread = rows.mean(axis=1).reshape(len(arrays), -1).var(axis=1)
    rough, colourful = (sum(parts) for parts in zip(_steps(rows), _steps(columns), strict=True))
    first, second, third = (np.log(values + SMALLEST) for values in (spread, rough, colourful))
    return np.stack([first, second, second - first, third], axis=1).astype(np.float32)


def _steps(lines: Values) -> tuple[Values, Values]:
    """Of (N, 3, lines, pixels): the mean square step from pixel to pixel, of the brightness and of the colours."""
    steps = np.diff(lines, axis=3)
    of_brightness = steps.mean(axis=1)
    square = np.square(of_brightness).mean(axis=(1, 2))
    return square, np.square(steps).mean(axis=(1, 2, 3)) - square

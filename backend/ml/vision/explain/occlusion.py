"""Occlusion: what the answer loses where a square of the picture is covered (Zeiler and Fergus 2014; as Captum has it).

It asks nothing of a graph, and costs as much as eighty answers.
"""

from collections.abc import Callable
from itertools import product

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
# Cells each way. A square covers two by two of them, so that each is under four squares, at the edge as in the middle.
CELLS = 8
SQUARES = (CELLS + 1) ** 2
AT_ONCE = 4


def lost(pixels: Array, infer: Callable[[Array], Array], between: Callable[[float], None]) -> Array:
    """What the logits lose where a place of the picture (3, H, W) is covered: (CELLS, CELLS, labels).

    Args:
        infer: logits (N, labels) of pictures (N, 3, H, W).
        between: told now and then which part of the work is done; it may raise.
    """
    whole = infer(pixels[None])[0]
    found = np.zeros((CELLS, CELLS, len(whole)), np.float32)
    squares = _squares()
    for done in range(0, SQUARES, AT_ONCE):
        some = squares[done : done + AT_ONCE]
        for (across, down), logits in zip(some, infer(np.stack([_covered(pixels, one) for one in some])), strict=True):
            found[down, across] += (whole - logits) / 4
        between((done + len(some)) / SQUARES)
    return found


def _squares() -> list[tuple[slice, slice]]:
    """The cells that each covers, across and down."""
    sides = [slice(max(0, first), min(CELLS, first + 2)) for first in range(-1, CELLS)]
    return list(product(sides, sides))


def _covered(pixels: Array, square: tuple[slice, slice]) -> Array:
    """With the picture's mean colour in a square."""
    across, down = square
    covered = pixels.copy()
    rows, columns = (_pixels(cells, side) for cells, side in zip((down, across), pixels.shape[1:], strict=True))
    covered[:, rows, columns] = pixels.mean(axis=(1, 2), keepdims=True)
    return covered


def _pixels(cells: slice, side: int) -> slice:
    return slice(cells.start * side // CELLS, cells.stop * side // CELLS)

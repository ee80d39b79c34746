"""Pictures that were read once, in memory: to decode small ones again in every epoch takes a sixth of a run."""

import mmap
from collections.abc import Callable

import numpy as np
from PIL import Image

MOST_BYTES = 1 << 28


class Kept:
    """So many pictures of (size, size) RGB; where they would not fit into `MOST_BYTES`, none is kept.

    The memory is shared with processes that are forked later, so what one of them reads is there in the next epoch.
    """

    def __init__(self, count: int, size: int) -> None:
        each = size * size * 3
        fits = 0 < count * (each + 1) <= MOST_BYTES
        memory = np.frombuffer(mmap.mmap(-1, count * (each + 1)), np.uint8) if fits else np.zeros(0, np.uint8)
        self.pixels = memory[: count * each].reshape(-1, size, size, 3) if fits else memory
        self.there = memory[count * each :] if fits else memory

    def __call__(self, index: int, read: Callable[[], Image.Image]) -> Image.Image:
        """The picture of that number, from `read` the first time."""
        if len(self.there) and self.there[index]:
            return Image.fromarray(self.pixels[index])
        image = read()
        if len(self.there):
            self.pixels[index] = np.asarray(image)
            self.there[index] = 1
        return image

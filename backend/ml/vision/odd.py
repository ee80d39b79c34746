"""Odd pictures, which no camera took: made of known ones, so that a version learns by them what it does not know.

Most are parts of known pictures, as sharp and as compressed as these, so that what tells them apart is what they show.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.float32]
Random = np.random.Generator
SHAPES = 64  # pixels across which shapes are drawn, at least: a small picture gets them with soft edges


def odd(pictures: Sequence[Picture], random: Random) -> list[Picture]:
    """As many, of all kinds in turn, each (3, S, S) and within the range of values of these pictures."""
    known = np.stack(pictures)
    low, high = (edge(axis=(0, 2, 3))[:, None, None] for edge in (known.min, known.max))
    made = (KINDS[place % len(KINDS)](known, random) for place in range(len(known)))
    return [np.clip(one, low, high).astype(np.float32) for one in made]


def enlarged(known: Picture, random: Random) -> Picture:
    """A small part of one, as large as the whole."""
    side = known.shape[-1]
    part = int(random.integers(side // 4, side // 2 + 1))
    top, left = random.integers(0, side - part + 1, 2)
    return resized(one_of(known, random)[:, top : top + part, left : left + part], side)


def mosaic(known: Picture, random: Random) -> Picture:
    """Four that meet somewhere in the middle."""
    made, right, below, last = (one_of(known, random) for _ in range(4))
    side = known.shape[-1]
    row, column = random.integers(side // 4, side - side // 4, 2)
    made[:, :row, column:], made[:, row:, :column] = right[:, :row, column:], below[:, row:, :column]
    made[:, row:, column:] = last[:, row:, column:]
    return made


def shuffled(known: Picture, random: Random) -> Picture:
    """One whose parts, two or four a side, have changed places."""
    picture, parts = one_of(known, random), int(random.choice([2, 4]))
    each = picture.shape[-1] // parts
    whole = picture[:, : parts * each, : parts * each].reshape(3, parts, each, parts, each)
    mixed = random.permutation(whole.transpose(1, 3, 0, 2, 4).reshape(parts * parts, 3, each, each))
    picture[:, : parts * each, : parts * each] = (
        mixed.reshape(parts, parts, 3, each, each).transpose(2, 0, 3, 1, 4).reshape(3, parts * each, parts * each)
    )
    return picture


def turned(known: Picture, random: Random) -> Picture:
    """One on its side, or upside down."""
    return np.rot90(one_of(known, random), int(random.integers(1, 4)), axes=(1, 2))


def recoloured(known: Picture, random: Random) -> Picture:
    """One with its colours changed for each other, as a negative, or in shades of other colours."""
    picture, way = one_of(known, random), random.integers(3)
    if way == 0:
        return picture[random.permutation(3)]
    if way == 1:
        return -picture
    colour, ground = random.normal(size=(2, 3, 1, 1))
    return np.asarray(picture.mean(axis=0) * colour + ground / 2)


def warped(known: Picture, random: Random) -> Picture:
    """One as seen through waves."""
    picture, side = one_of(known, random), known.shape[-1]
    down, across = np.mgrid[:side, :side] / side
    waves, (first, second) = random.uniform(0.8, 3), random.uniform(0, 2 * np.pi, 2)
    far = random.uniform(0.08, 0.2)
    rows = down + far * np.sin(2 * np.pi * waves * across + first)
    columns = across + far * np.sin(2 * np.pi * waves * down + second)
    at_row, at_column = ((side * places).astype(int).clip(0, side - 1) for places in (rows, columns))
    return np.asarray(picture[:, at_row, at_column])


def shapes(known: Picture, random: Random) -> Picture:
    """Discs and bars of a few colours one over the other, many small and few large ones ("dead leaves")."""
    side = max(SHAPES, known.shape[-1])
    made, palette = np.zeros((3, side, side), np.float32), random.normal(size=(int(random.integers(2, 8)), 3))
    down, across = np.mgrid[:side, :side] / side
    for _ in range(int(random.integers(3, 60))):
        angle, (row, column) = random.uniform(0, np.pi), random.uniform(0, 1, 2)
        large = min(0.6, 0.04 / random.random() ** 0.7)
        along = (across - column) * np.cos(angle) + (down - row) * np.sin(angle)
        beside = (down - row) * np.cos(angle) - (across - column) * np.sin(angle)
        narrow = large * random.uniform(0.2, 1)
        disc, bar = np.hypot(along, beside) < large, (abs(along) < large) & (abs(beside) < narrow)
        inside = disc if random.random() < 0.5 else bar
        shade = (1 + random.uniform(-0.5, 0.5) * along / large).clip(0.3, 1.7)
        made[:, inside] = (random.choice(palette) + 0.15 * random.normal(size=3))[:, None] * shade[inside]
    return resized(made, known.shape[-1])


def clouds(known: Picture, random: Random) -> Picture:
    """Noise that is the weaker the finer it is, as light is in photos, of colours that go together."""
    side = known.shape[-1]
    finer = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.fftfreq(side)[None])
    finer[0, 0] = 1 / side
    made = np.fft.ifft2(np.fft.fft2(random.normal(size=(3, side, side))) / finer ** random.uniform(0.6, 2.2)).real
    made = (made - made.mean(axis=(1, 2), keepdims=True)) / made.std()
    together = 0.4 * random.normal(size=(3, 3)) + 1 / 3
    return np.asarray(np.tensordot(together, made, 1) * random.uniform(0.3, 1.2) + random.normal(size=(3, 1, 1)) / 2)


def one_of(known: Picture, random: Random) -> Picture:
    """A copy of one."""
    return np.array(known[random.integers(len(known))])


def resized(picture: Picture, side: int) -> Picture:
    """(3, A, A) -> (3, side, side)."""
    way = Image.Resampling.BILINEAR
    return np.stack([np.asarray(Image.fromarray(layer).resize((side, side), way)) for layer in picture])


KINDS: tuple[Callable[[Picture, Random], Picture], ...] = (
    enlarged, mosaic, shuffled, turned, recoloured, warped, shapes, clouds,
)  # fmt: skip

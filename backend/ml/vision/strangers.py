"""Pictures that no model learned from, made here: the same ones from the same seed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SEED, EACH = 11, 200
WORDS = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "is",
    "was",
    "for",
    "on",
    "that",
    "with",
    "as",
    "by",
    "at",
    "from",
    "this",
    "have",
    "or",
    "an",
    "are",
    "be",
    "it",
    "which",
    "one",
    "all",
    "two",
    "more",
    "when",
    "some",
    "time",
    "these",
    "into",
    "could",
    "other",
    "than",
    "first",
    "water",
    "been",
    "its",
    "who",
    "now",
    "people",
    "my",
    "made",
    "over",
    "did",
    "down",
    "only",
    "way",
    "find",
    "use",
    "may",
]
Random = np.random.Generator


def make(folder: Path, each: int = EACH) -> dict[str, list[Path]]:
    """Write so many PNG files of each kind into a folder of its name; gives them by that name."""
    return {name: list(_written(folder / name, draw, each)) for name, draw in DRAWN.items()}


def _written(folder: Path, draw: Callable[[Random], Image.Image], each: int) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(SEED)
    for number in range(each):
        file = folder / f"{number:04d}.png"
        draw(random).save(file)
        yield file


def plain(random: Random) -> Image.Image:
    """One colour."""
    return Image.new("RGB", _size(random), _colour(random))


def gradient(random: Random) -> Image.Image:
    """One colour becomes another, across the picture in some direction."""
    width, height = _size(random)
    down, across = np.mgrid[0:height, 0:width]
    angle = random.uniform(0, 2 * np.pi)
    way = np.cos(angle) * across / width + np.sin(angle) * down / height
    way = (way - way.min()) / max(float(np.ptp(way)), 1e-9)
    first, last = random.integers(0, 256, (2, 3)).astype(float)
    return Image.fromarray((first + (last - first) * way[..., None]).round().astype(np.uint8))


def page(random: Random) -> Image.Image:
    """Lines of words, dark on nearly white."""
    width, height = (int(side) for side in random.integers(300, 900, 2))
    image = Image.new("RGB", (width, height), _colour(random, 235, 256))
    letters, margin, top = int(random.integers(10, 28)), int(random.integers(5, 60)), int(random.integers(5, 40))
    draw, font, ink = ImageDraw.Draw(image), ImageFont.load_default(letters), _colour(random, 0, 70)
    while top < height - letters:
        line = " ".join(random.choice(WORDS, width // (3 * letters)))
        draw.text((margin, top), line[: len(line) // 3] if random.random() < 0.15 else line, fill=ink, font=font)
        top += round(1.4 * letters)
    return image


def noise(random: Random) -> Image.Image:
    """Each pixel by itself: in colour, in grey, or around the middle."""
    side = int(random.choice([32, 64, 128, 256]))
    ways: tuple[Callable[[], np.typing.NDArray[np.floating | np.integer]], ...] = (
        lambda: random.integers(0, 256, (side, side, 3)),
        lambda: np.repeat(random.integers(0, 256, (side, side, 1)), 3, axis=2),
        lambda: random.normal(128, random.uniform(20, 90), (side, side, 3)).clip(0, 255),
    )
    return Image.fromarray(ways[random.integers(3)]().astype(np.uint8))


def _size(random: Random) -> tuple[int, int]:
    width, height = random.integers(40, 600, 2)
    return int(width), int(height)


def _colour(random: Random, low: int = 0, high: int = 256) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in random.integers(low, high, 3))
    return red, green, blue


DRAWN = {"plain": plain, "gradient": gradient, "page": page, "noise": noise}

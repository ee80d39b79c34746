"""Files as people send them, and what a version's network is given for them."""

import wave
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.bundle import Bundle
from ml.formats import Medium
from ml.kinds import kind_of
from ml.serving.predictor import Predictor

WIDTH, HEIGHT, GRAIN = 640, 480, 8
SECONDS, RATE = (1.0, 4.0, 15.0), 16_000
Array = NDArray[np.float32]


def inputs(bundle: Bundle, predictor: Predictor) -> list[Array]:
    """One input of each shape that such files become, the fewest values first. Raises BadInput."""
    found: dict[tuple[int, ...], Array] = {}
    with TemporaryDirectory() as folder:
        for path in files(kind_of(bundle.manifest.kind).medium, Path(folder)):
            piece = next(iter(predictor.pieces(path)))
            found.setdefault(piece.array.shape, piece.array)
    return sorted(found.values(), key=lambda array: array.size)


def files(medium: Medium, folder: Path) -> list[Path]:
    """A photo of a phone's preview, or sounds of several lengths, written into a folder."""
    random = np.random.default_rng(0)
    if medium == "image":
        return [_photo(random, folder / "photo.jpg")]
    return [_sound(random, seconds, folder / f"{seconds:g}.wav") for seconds in SECONDS]


def _photo(random: np.random.Generator, path: Path) -> Path:
    grains = random.integers(0, 256, (HEIGHT // GRAIN, WIDTH // GRAIN, 3), np.uint8)
    Image.fromarray(grains).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC).save(path, quality=90)
    return path


def _sound(random: np.random.Generator, seconds: float, path: Path) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(random.normal(0, 3000, round(seconds * RATE)).astype(np.int16).tobytes())
    return path

"""Training pictures as tensors: read and normalised by the code that serves, augmented in between."""

import mmap
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor
from torch.utils.data import Dataset

from ml.training.plan import Draw
from ml.training.reading import reading
from ml.training.seeds import seed_of
from ml.types import Limits
from ml.vision.augment import cropping, erasing, moves
from ml.vision.decode import Picture, read_picture
from ml.vision.preprocess import needed_side, normalised, resized
from ml.vision.recipe import VisionRecipe
from ml.vision.spec import ImageSpec

LIMITS = Limits(max_pixels=50_000_000)
MOST_CACHED_BYTES = 1 << 28


class PictureCache:
    """So many pictures of (size, size) RGB that were read once; where they would not fit, none is kept.

    To decode small ones again in every epoch takes a sixth of a run.

    The memory is shared with processes that are forked later, so what one of them reads is there in the next epoch.
    """

    def __init__(self, count: int, size: int) -> None:
        each = size * size * 3
        fits = 0 < count * (each + 1) <= MOST_CACHED_BYTES
        memory = np.frombuffer(mmap.mmap(-1, count * (each + 1)), np.uint8) if fits else np.zeros(0, np.uint8)
        self.pixels = memory[: count * each].reshape(-1, size, size, 3) if fits else memory
        self.cached = memory[count * each :] if fits else memory

    def __call__(self, index: int, read: Callable[[], Image.Image]) -> Image.Image:
        """The picture of that number, from `read` the first time."""
        if len(self.cached) and self.cached[index]:
            return Image.fromarray(self.pixels[index])
        image = read()
        if len(self.cached):
            self.pixels[index] = np.asarray(image)
            self.cached[index] = 1
        return image


class Pictures(Dataset[tuple[Tensor, int]]):  # type: ignore[misc]
    """Pictures and the numbers of their classes; a draw of the same epoch gives the same pixels."""

    def __init__(self, paths: Sequence[Path], labels: Sequence[int], spec: ImageSpec, recipe: VisionRecipe) -> None:
        self.paths, self.labels, self.spec, self.recipe = paths, labels, spec, recipe
        self.crop, self.move, self.erase = cropping(recipe, spec.size), moves(recipe, spec.size), erasing(recipe)
        self.mirrored_first = np.random.default_rng(recipe.seed).random(len(paths)) < 0.5
        self.cache = PictureCache(len(paths), spec.size)

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, draw: Draw) -> tuple[Tensor, int]:
        """One augmented picture (3, size, size) with its label."""
        # torch.manual_seed asks every kind of device, which takes longer than to read a small picture.
        torch.default_generator.manual_seed(seed_of(self.recipe.seed, draw.epoch, draw.index))
        image = self.crop(self.read(draw.index)) if self.crop else self.plain(draw.index)
        image = self.move(ImageOps.mirror(image) if self.mirrored(draw) else image)
        pixels = torch.from_numpy(normalised(image, self.spec))
        return (self.erase(pixels) if self.erase else pixels), self.labels[draw.index]

    def mirrored(self, draw: Draw) -> bool:
        """Half of the pictures, and in the next epoch the other half (alternating flip, arXiv:2404.00498)."""
        return self.recipe.flip and bool(self.mirrored_first[draw.index]) != bool(draw.epoch % 2)

    def read(self, index: int) -> Image.Image:
        """The picture as it is. Raises TrainingError."""
        return opened(self.paths[index], self.spec).image

    def plain(self, index: int) -> Image.Image:
        """The picture as it is served, before normalisation."""
        return self.cache(index, lambda: seen(self.paths[index], self.spec))

    def served(self, index: int) -> Tensor:
        """The pixels that the service would compute."""
        return torch.from_numpy(normalised(self.plain(index), self.spec))

    def first(self, most: int) -> list[Tensor]:
        """The first pictures as they are served."""
        return [self.served(index) for index in range(min(len(self), most))]


class ServedPictures(Dataset[tuple[Tensor, int]]):  # type: ignore[misc]
    """Pictures as they are served, each with its number."""

    def __init__(self, pictures: Pictures, numbers: Sequence[int]) -> None:
        self.pictures, self.numbers = pictures, numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, place: int) -> tuple[Tensor, int]:
        return self.pictures.served(self.numbers[place]), self.numbers[place]


def opened(path: Path, spec: ImageSpec) -> Picture:
    """A picture as the service decodes it. Raises TrainingError."""
    with reading(path):
        return read_picture(path, LIMITS.max_pixels, needed_side(spec))


def seen(path: Path, spec: ImageSpec) -> Image.Image:
    """What the network sees of a picture. Raises TrainingError."""
    image, whole = opened(path, spec)
    return resized(image, spec, whole)


def channel_numbers(paths: Sequence[Path], spec: ImageSpec, most: int = 1000) -> ImageSpec:
    """The spec with mean and standard deviation of red, green and blue over some pictures, evenly chosen."""
    chosen = paths[:: max(1, len(paths) // most)][:most]
    images = (seen(path, spec) for path in chosen)
    values = np.stack([np.asarray(image, np.float32).reshape(-1, 3) / 255 for image in images])
    mean, std = values.mean(axis=(0, 1)), values.std(axis=(0, 1)).clip(1e-3)
    return spec.model_copy(update={"mean": rounded(mean), "std": rounded(std)})


def rounded(values: Sequence[float]) -> tuple[float, ...]:
    """Four digits are more than a network can tell apart."""
    return tuple(round(float(value), 4) for value in values)

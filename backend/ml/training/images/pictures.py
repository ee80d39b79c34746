"""Training pictures as tensors: read and normalised by the code that serves, augmented in between."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import Dataset
from torchvision.transforms import v2

from ml.bundle import ImageSpec
from ml.training.plan import Draw
from ml.training.reading import reading
from ml.training.recipe import VisionRecipe
from ml.training.seeds import seed_of
from ml.vision.preprocess import needed_side, normalised, read_image, resized

PIXEL_LIMIT = 50_000_000


class Pictures(Dataset[tuple[Tensor, int]]):  # type: ignore[misc]
    """Pictures and the numbers of their classes; a draw of the same epoch gives the same pixels."""

    def __init__(self, paths: Sequence[Path], labels: Sequence[int], spec: ImageSpec, recipe: VisionRecipe) -> None:
        self.paths, self.labels, self.spec, self.recipe = paths, labels, spec, recipe
        self.move, self.erase = moves(recipe, spec.size), erasing(recipe)
        self.crop = cropping(recipe, spec.size)

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, draw: Draw) -> tuple[Tensor, int]:
        """One augmented picture (3, size, size) with its label."""
        torch.manual_seed(seed_of(self.recipe.seed, draw.epoch, draw.index))
        image = self.move(self.crop(self.read(draw.index)) if self.crop else self.plain(draw.index))
        pixels = torch.from_numpy(normalised(image, self.spec))
        return (self.erase(pixels) if self.erase else pixels), self.labels[draw.index]

    def read(self, index: int) -> Image.Image:
        """The picture as it is. Raises TrainingError."""
        return opened(self.paths[index], self.spec)

    def plain(self, index: int) -> Image.Image:
        """The picture as it is served, before normalisation."""
        return resized(self.read(index), self.spec)

    def served(self, index: int) -> Tensor:
        """The pixels that the service would compute."""
        return torch.from_numpy(normalised(self.plain(index), self.spec))


def opened(path: Path, spec: ImageSpec) -> Image.Image:
    """A picture as the service decodes it. Raises TrainingError."""
    with reading(path):
        return read_image(path, PIXEL_LIMIT, needed_side(spec))


def cropping(recipe: VisionRecipe, size: int) -> v2.Transform | None:
    """Random parts of photos, if the recipe wants them."""
    if recipe.smallest_crop == 1:
        return None
    return v2.RandomResizedCrop(size, (recipe.smallest_crop, 1.0), interpolation=v2.InterpolationMode.BICUBIC)


def moves(recipe: VisionRecipe, size: int) -> v2.Transform:
    """What happens to a picture of the network's size: mirrored, moved, RandAugment."""
    steps: list[v2.Transform] = [v2.RandomHorizontalFlip()] if recipe.flip else []
    if recipe.shift:
        steps.append(v2.RandomCrop(size, padding=recipe.shift, padding_mode="reflect"))
    if recipe.random_augment:
        steps.append(v2.RandAugment(magnitude=recipe.random_augment))
    return v2.Compose(steps) if steps else v2.Identity()


def erasing(recipe: VisionRecipe) -> v2.Transform | None:
    """One blank square in each normalised picture (DeVries and Taylor 2017, arXiv:1708.04552)."""
    area = recipe.cutout**2
    return v2.RandomErasing(p=1.0, scale=(area, area), ratio=(1.0, 1.0), value=0) if area else None


def channel_numbers(paths: Sequence[Path], spec: ImageSpec, most: int = 1000) -> ImageSpec:
    """The spec with mean and standard deviation of red, green and blue over some pictures, evenly chosen."""
    chosen = paths[:: max(1, len(paths) // most)][:most]
    images = (resized(opened(path, spec), spec) for path in chosen)
    values = np.stack([np.asarray(image, np.float32).reshape(-1, 3) / 255 for image in images])
    mean, std = values.mean(axis=(0, 1)), values.std(axis=(0, 1)).clip(1e-3)
    return spec.model_copy(update={"mean": rounded(mean), "std": rounded(std)})


def rounded(values: Sequence[float]) -> tuple[float, ...]:
    """Four digits are more than a network can tell apart."""
    return tuple(round(float(value), 4) for value in values)

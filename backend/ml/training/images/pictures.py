"""Training pictures as tensors: read and normalised by the code that serves, augmented in between."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor
from torch.utils.data import Dataset
from torchvision.transforms import v2

from ml.bundle import ImageSpec
from ml.training.images.kept import Kept
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
        self.crop, self.move, self.erase = cropping(recipe, spec.size), moves(recipe, spec.size), erasing(recipe)
        self.mirrored_first = np.random.default_rng(recipe.seed).random(len(paths)) < 0.5
        self.kept = Kept(len(paths), spec.size)

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
        return opened(self.paths[index], self.spec)

    def plain(self, index: int) -> Image.Image:
        """The picture as it is served, before normalisation."""
        return self.kept(index, lambda: resized(self.read(index), self.spec))

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
    """What happens to a picture of the network's size: another camera, moved, RandAugment."""
    steps: list[v2.Transform] = [v2.RandomApply([another_camera()], p=recipe.camera)] if recipe.camera else []
    if recipe.shift:
        steps.append(v2.RandomCrop(size, padding=recipe.shift, padding_mode="reflect"))
    if recipe.random_augment:
        steps.append(v2.RandAugment(magnitude=recipe.random_augment))
    return v2.Compose(steps) if steps else v2.Identity()


def another_camera() -> v2.Transform:
    """What happens to photos on their way: other light, softer or sharper, another JPEG quality."""
    sharpness = [v2.GaussianBlur(3, (0.1, 0.6)), v2.RandomAdjustSharpness(2, p=1), v2.Identity()]
    return v2.Compose([v2.ColorJitter(0.2, 0.2, 0.2), v2.RandomChoice(sharpness), v2.JPEG((40, 95))])


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

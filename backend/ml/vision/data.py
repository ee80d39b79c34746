"""The training images: decoded once into arrays, with re-encoded copies, and cut into augmented batches."""

import io
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter
from torch import Tensor
from torch.nn import functional

from ml.bundle import ImageSpec
from ml.vision.recipes import Recipe

Pixels = NDArray[np.uint8]
LARGEST_BLUR = 0.6


@dataclass(frozen=True, slots=True)
class Images:
    """`copies` is (1 + distorted, N, 3, H, W) uint8 with the originals first, `labels` (N,) int64."""

    copies: Tensor
    labels: Tensor
    classes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, rows: Tensor) -> "Images":
        """The same copies of some rows."""
        return Images(self.copies[:, rows], self.labels[rows], self.classes)


def load(archive: Path, cache: Path, distorted_copies: int, seed: int) -> Images:
    """Decode an archive of JPEG files (see its README), or read what an earlier call left in `cache`."""
    file = cache / f"{archive.stem}-{distorted_copies}-{seed}.npz"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with np.load(archive) as source:
            copies = _decode_all(jpegs_of(source["jpeg"], source["offsets"]), distorted_copies, seed)
            np.savez(file, copies=copies, labels=source["labels"], classes=source["classes"])
    with np.load(file) as stored:
        return Images(
            torch.from_numpy(stored["copies"]),
            torch.from_numpy(stored["labels"].astype(np.int64)),
            tuple(str(name) for name in stored["classes"]),
        )


def jpegs_of(stream: Pixels, offsets: NDArray[np.uint32]) -> list[bytes]:
    """Cut the archive's one long byte array into files."""
    return [stream[start:end].tobytes() for start, end in pairwise(offsets)]


def split(images: Images, dev_images: int, train_images: int | None, seed: int) -> tuple[Images, Images]:
    """Train and dev parts, with equally many dev images of each class."""
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(seed))
    per_class = dev_images // len(images.classes)
    labels = images.labels[order]
    dev = torch.cat([order[labels == label][:per_class] for label in range(len(images.classes))])
    train = order[~torch.isin(order, dev)][:train_images]
    return images.take(train), images.take(dev)


def normalised(pixels: Tensor, spec: ImageSpec) -> Tensor:
    """uint8 (N, 3, H, W) -> float32 in the bundle's numbers, as `preprocess.to_pixels` does for one image."""
    mean, std = torch.tensor(spec.mean).view(3, 1, 1), torch.tensor(spec.std).view(3, 1, 1)
    return (pixels.float() / 255 - mean) / std


def batches(images: Images, recipe: Recipe, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
    """One epoch of augmented (pixels, labels), the same for the same seed and epoch; a last partial batch is left out.

    Every second epoch mirrors exactly the images that the one before did not (alternating flip, arXiv:2404.00498).
    """
    random = torch.Generator().manual_seed(recipe.seed * 1000 + epoch)
    once = torch.Generator().manual_seed(recipe.seed)
    mirrored = (torch.rand(len(images), generator=once) < 0.5) ^ bool(epoch % 2)
    distorted = torch.rand(len(images), generator=random) < recipe.distorted_share
    copy = torch.randint(1, max(2, len(images.copies)), (len(images),), generator=random) * distorted
    copy = copy.clamp_max(len(images.copies) - 1)
    order = torch.randperm(len(images), generator=random)
    for start in range(0, len(order) - recipe.batch_size + 1, recipe.batch_size):
        rows = order[start : start + recipe.batch_size]
        pixels = normalised(images.copies[copy[rows], rows], recipe.preprocess)
        pixels = torch.where(mirrored[rows].view(-1, 1, 1, 1), pixels.flip(3), pixels)
        pixels = cut_out(translated(pixels, recipe.translate, random), recipe.cutout, random)
        yield pixels.contiguous(memory_format=torch.channels_last), images.labels[rows]


def translated(pixels: Tensor, reach: int, random: torch.Generator) -> Tensor:
    """Move each image by up to `reach` pixels each way; the border is filled by reflection."""
    count, channels, height, width = pixels.shape
    padded = functional.pad(pixels, (reach,) * 4, mode="reflect")
    top, left = torch.randint(0, 2 * reach + 1, (2, count, 1), generator=random)
    rows = (top + torch.arange(height)).view(count, 1, height, 1)
    columns = (left + torch.arange(width)).view(count, 1, 1, width)
    image, channel = torch.arange(count).view(-1, 1, 1, 1), torch.arange(channels).view(1, -1, 1, 1)
    return padded[image, channel, rows, columns]


def cut_out(pixels: Tensor, size: int, random: torch.Generator) -> Tensor:
    """Blank one square of each image (DeVries and Taylor 2017, arXiv:1708.04552)."""
    count, _, height, width = pixels.shape
    top = torch.randint(0, height - size + 1, (count, 1), generator=random)
    left = torch.randint(0, width - size + 1, (count, 1), generator=random)
    rows, columns = torch.arange(height), torch.arange(width)
    inside_rows, inside_columns = (rows >= top) & (rows < top + size), (columns >= left) & (columns < left + size)
    hidden = inside_rows.view(count, 1, height, 1) & inside_columns.view(count, 1, 1, width)
    return pixels.masked_fill(hidden, 0)


def distorted(image: Image.Image, random: np.random.Generator) -> Image.Image:
    """What happens to photos on their way: softer or sharper, other light, another JPEG quality and chroma."""
    if random.random() < 0.4:
        image = image.filter(ImageFilter.GaussianBlur(random.uniform(0, LARGEST_BLUR)))
    elif random.random() < 0.5:
        image = image.filter(ImageFilter.UnsharpMask(1, int(random.uniform(20, 120)), 0))
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        image = enhance(image).enhance(random.uniform(0.8, 1.2))
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=int(random.integers(40, 96)), subsampling=int(random.integers(0, 3)))
    return Image.open(encoded).convert("RGB")


def _decode_all(files: list[bytes], distorted_copies: int, seed: int) -> Pixels:
    """(1 + distorted_copies, N, 3, H, W)."""
    copies = [_decode(files, None)]
    with ProcessPoolExecutor() as pool:
        copies += pool.map(_decode, [files] * distorted_copies, [seed + copy for copy in range(distorted_copies)])
    return np.stack(copies)


def _decode(files: list[bytes], seed: int | None) -> Pixels:
    """(N, 3, H, W); distorted with a seed, else as stored."""
    images = (Image.open(io.BytesIO(file)).convert("RGB") for file in files)
    if seed is not None:
        random = np.random.default_rng(seed)
        images = (distorted(image, random) for image in images)
    return np.stack([np.asarray(image).transpose(2, 0, 1) for image in images])

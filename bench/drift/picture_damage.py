"""Twelve ways in which pictures go wrong, each in five strengths: those of CIFAR-10-C, in numpy and Pillow.

Hendrycks and Dietterich, Benchmarking Neural Network Robustness to Common Corruptions and Perturbations, ICLR 2019,
arXiv:1903.12261, with the strengths of its CIFAR-10 code. Left out are snow, frost (pictures of others are laid over)
and glass blur. Here the elastic warp is smooth noise and no affine map besides.
"""

from collections.abc import Callable
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

# One picture, (32, 32, 3), 0 to 1.
Picture = NDArray[np.float64]
Random = np.random.Generator
STRENGTHS = 5


def gaussian_noise(picture: Picture, strength: int, random: Random) -> Picture:
    """The noise of a sensor in the dark."""
    return picture + random.normal(scale=(0.04, 0.06, 0.08, 0.09, 0.10)[strength], size=picture.shape)


def shot_noise(picture: Picture, strength: int, random: Random) -> Picture:
    """Few photons."""
    photons = (500, 250, 100, 75, 50)[strength]
    return np.asarray(random.poisson(picture * photons) / photons)


def impulse_noise(picture: Picture, strength: int, random: Random) -> Picture:
    """Values that are black or white, as by broken bits."""
    broken = random.random(picture.shape) < (0.01, 0.02, 0.03, 0.05, 0.07)[strength]
    return np.asarray(np.where(broken, random.integers(2, size=picture.shape), picture))


def defocus_blur(picture: Picture, strength: int, _random: Random) -> Picture:
    """A disk, its edge softened."""
    radius, soft = ((0.3, 0.4), (0.4, 0.5), (0.5, 0.6), (1, 0.2), (1.5, 0.1))[strength]
    rows, columns = np.mgrid[-8:9, -8:9]
    disk = (rows**2 + columns**2 <= radius**2).astype(float)
    kernel = filtered(disk[:, :, None], np.exp(-(np.mgrid[-1:2, -1:2] ** 2).sum(axis=0) / (2 * soft**2)))[:, :, 0]
    return filtered(picture, kernel)


def motion_blur(picture: Picture, strength: int, random: Random) -> Picture:
    """A camera that moves along a line, which fades."""
    radius, sigma = ((6, 1), (6, 1.5), (6, 2), (8, 2), (9, 2.5))[strength]
    angle, kernel = np.deg2rad(random.uniform(-45, 45)), np.zeros((2 * radius + 1,) * 2)
    for step in range(radius + 1):
        place = radius + round(step * np.sin(angle)), radius + round(step * np.cos(angle))
        kernel[place] += np.exp(-(step**2) / (2 * sigma**2))
    return filtered(picture, kernel)


def zoom_blur(picture: Picture, strength: int, _random: Random) -> Picture:
    """A camera that moves forward."""
    zooms = np.arange(1, (1.06, 1.11, 1.16, 1.21, 1.26)[strength], 0.01)
    return np.asarray(np.mean([picture, *(enlarged(picture, zoom) for zoom in zooms)], axis=0))


def fog(picture: Picture, strength: int, random: Random) -> Picture:
    """Clouds of all sizes before it."""
    much, decay = ((0.2, 3), (0.5, 3), (0.75, 2.5), (1, 2), (1.5, 1.75))[strength]
    foggy = picture + much * clouds(random, decay)[:, :, None]
    return np.asarray(foggy * picture.max() / (picture.max() + much))


def brightness(picture: Picture, strength: int, _random: Random) -> Picture:
    """Too long exposed."""
    return in_hsv(picture, 2, lambda value: value + (0.05, 0.1, 0.15, 0.2, 0.3)[strength])


def contrast(picture: Picture, strength: int, _random: Random) -> Picture:
    """All of it near its mean."""
    mean = picture.mean(axis=(0, 1))
    return np.asarray((picture - mean) * (0.75, 0.5, 0.4, 0.3, 0.15)[strength] + mean)


def elastic(picture: Picture, strength: int, random: Random) -> Picture:
    """Stretched here and pressed together there: by so many pixels, smooth over so many."""
    pixels, smooth = ((0.4, 4), (0.7, 4), (1.0, 3), (1.3, 3), (1.7, 2))[strength]
    reach = np.arange(-8, 9)
    bell = np.exp(-(reach**2) / (2 * smooth**2))
    moved = filtered(random.uniform(-1, 1, (32, 32, 2)), np.outer(bell, bell))
    moved *= pixels / np.abs(moved).mean()
    return sampled(picture, np.mgrid[:32, :32].transpose(1, 2, 0) + moved)


def pixelate(picture: Picture, strength: int, _random: Random) -> Picture:
    """Made smaller, and large again."""
    side = int(32 * (0.95, 0.9, 0.85, 0.75, 0.65)[strength])
    image = as_image(picture).resize((side, side), Image.Resampling.BOX)
    return as_picture(image.resize((32, 32), Image.Resampling.BOX))


def jpeg(picture: Picture, strength: int, _random: Random) -> Picture:
    """Saved in few bytes."""
    file = BytesIO()
    as_image(picture).save(file, "JPEG", quality=(80, 65, 58, 50, 40)[strength])
    return as_picture(Image.open(file))


DAMAGE: dict[str, Callable[[Picture, int, Random], Picture]] = {
    "Gaussian noise": gaussian_noise,
    "shot noise": shot_noise,
    "impulse noise": impulse_noise,
    "defocus blur": defocus_blur,
    "motion blur": motion_blur,
    "zoom blur": zoom_blur,
    "fog": fog,
    "brightness": brightness,
    "contrast": contrast,
    "elastic": elastic,
    "pixelate": pixelate,
    "JPEG": jpeg,
}


def damaged(image: Image.Image, name: str, strength: int, random: Random) -> Image.Image:
    """A picture of 32 x 32 with one of these wrong, `strength` 0 to 4."""
    return as_image(DAMAGE[name](as_picture(image), strength, random))


def as_picture(image: Image.Image) -> Picture:
    """0 to 1."""
    return np.asarray(image.convert("RGB"), float) / 255


def as_image(picture: Picture) -> Image.Image:
    """What lies beyond black and white is cut off."""
    return Image.fromarray((np.clip(picture, 0, 1) * 255).round().astype(np.uint8))


def filtered(picture: Picture, kernel: NDArray[np.float64]) -> Picture:
    """By a kernel of an odd number of rows and columns, edges mirrored."""
    half = len(kernel) // 2
    padded = np.pad(picture, ((half, half), (half, half), (0, 0)), "symmetric")
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape, axis=(0, 1))
    return np.asarray(np.einsum("ijckl,kl->ijc", windows, kernel / kernel.sum()))


def enlarged(picture: Picture, zoom: float) -> Picture:
    """Its middle."""
    places = (np.mgrid[:32, :32].transpose(1, 2, 0) - 15.5) / zoom + 15.5
    return sampled(picture, places)


def sampled(picture: Picture, places: NDArray[np.float64]) -> Picture:
    """At places (32, 32, 2) between the pixels."""
    places = np.clip(places, 0, 30.999)
    first = places.astype(int)
    (down, right), rest = first.transpose(2, 0, 1), places - first
    low, left = rest[:, :, :1], rest[:, :, 1:]
    upper = picture[down, right] * (1 - left) + picture[down, right + 1] * left
    return np.asarray(
        upper * (1 - low) + (picture[down + 1, right] * (1 - left) + picture[down + 1, right + 1] * left) * low
    )


def clouds(random: Random, decay: float) -> NDArray[np.float64]:
    """Noise of all sizes, the smaller the weaker, 0 to 1."""
    total, height = np.zeros((32, 32)), 1.0
    for cells in (2, 4, 8, 16, 32):
        grid = Image.fromarray(random.uniform(-1, 1, (cells, cells)).astype(np.float32))
        total += height * np.asarray(grid.resize((32, 32), Image.Resampling.BILINEAR))
        height /= decay
    return np.asarray((total - total.min()) / (total.max() - total.min()))


def in_hsv(picture: Picture, channel: int, change: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Picture:
    """With one channel of hue, saturation and value changed."""
    values = np.asarray(as_image(picture).convert("HSV"), float) / 255
    values[:, :, channel] = np.clip(change(values[:, :, channel]), 0, 1)
    return as_picture(Image.fromarray((values * 255).round().astype(np.uint8), "HSV").convert("RGB"))

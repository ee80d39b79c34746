"""From upright RGB to the network's input: the same code serves, trains, and measures the test set."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from ml.progress import Frozen
from ml.vision.spec import ImageSpec
from ml.vision.upright import Size


class Area(Frozen):
    """A part of an upright picture, in shares of its width and height; what is fitted in reaches beyond the picture."""

    left: float
    top: float
    width: float
    height: float


def to_pixels(image: Image.Image, spec: ImageSpec, whole: Size | None = None) -> NDArray[np.float32]:
    """Resize and normalise. RGB image -> (3, size, size) float32."""
    return normalised(resized(image, spec, whole), spec)


def resized(image: Image.Image, spec: ImageSpec, whole: Size | None = None) -> Image.Image:
    """The part of the image that the network sees, with antialiasing, `size` pixels each way.

    `squash` takes the whole image; `center-crop` the largest centred square, or with `resize_to` what is left of it
    when the shorter side is resized to `resize_to` and `size` pixels are cut from the middle (as torchvision does);
    `letterbox` fits the whole image in and fills what is left beside it.

    Args:
        whole: the size that it had before it was reduced, where that changed its proportions.
    """
    way = Image.Resampling[(spec.interpolation or "lanczos").upper()]
    if spec.resize == "letterbox":
        image = _in_proportion(image, whole or image.size, spec.size, way)
        return ImageOps.pad(image, (spec.size, spec.size), way, spec.fill or (0, 0, 0))
    box = _centred_square(image.size, whole or image.size, spec) if spec.resize == "center-crop" else None
    return image.resize((spec.size, spec.size), way, box=box, reducing_gap=3.0)


def seen_area(size: Size, spec: ImageSpec, whole: Size | None = None) -> Area:
    """The part of an image of this size that `resized` makes the input of."""
    width, height = whole or size
    if spec.resize == "letterbox":
        side = max(width, height)
        across, down = side / width, side / height
    elif spec.resize == "center-crop":
        left, top, right, bottom = _centred_square((width, height), (width, height), spec)
        across, down = (right - left) / width, (bottom - top) / height
    else:
        across, down = 1.0, 1.0
    return Area(left=(1 - across) / 2, top=(1 - down) / 2, width=across, height=down)


def normalised(image: Image.Image, spec: ImageSpec) -> NDArray[np.float32]:
    """RGB image -> (3, height, width) float32 in the bundle's numbers."""
    mean, std = (np.asarray(values, np.float32)[:, None, None] for values in (spec.mean, spec.std))
    colours = np.asarray(image).transpose(2, 0, 1)
    pixels = np.empty(colours.shape, np.float32)
    # In place: each new array of floats costs more than the arithmetic.
    np.divide(colours, np.float32(255), out=pixels)
    pixels -= mean
    pixels /= std
    return pixels


def needed_side(spec: ImageSpec) -> int:
    """The side in pixels under which decoding at a fraction would show in the resized image."""
    return 4 * max(spec.size, spec.resize_to or 0)


def _in_proportion(image: Image.Image, whole: Size, side: int, way: Image.Resampling) -> Image.Image:
    """The image with the proportions of the whole, no larger than it has to be."""
    width, height = whole
    if image.width * height == image.height * width:
        return image
    scale = side / max(whole)
    return image.resize((max(1, round(width * scale)), max(1, round(height * scale))), way, reducing_gap=3.0)


def _centred_square(size: Size, whole: Size, spec: ImageSpec) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of the part of the image that becomes the input: a square of the whole."""
    side = min(whole) * spec.size / (spec.resize_to or spec.size)
    across, down = (side * now / before for now, before in zip(size, whole, strict=True))
    left, top = (size[0] - across) / 2, (size[1] - down) / 2
    return left, top, left + across, top + down

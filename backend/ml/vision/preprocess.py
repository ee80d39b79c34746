"""From an image file to the network's input: the same code checks uploads, serves, and measures the test set.

Pillow and numpy only. Sizes are (width, height) in pixels as a person sees them, after the EXIF orientation.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps

from ml.errors import BadInput, BadInputCode
from ml.vision.spec import ImageSpec

# The pixel limit is the caller's, and its message names the value: Pillow's own limit would come first without it.
Image.MAX_IMAGE_PIXELS = None

MIME_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # a JPEG with a second picture behind it, as some phones write
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
    "AVIF": "image/avif",
}
THUMBNAIL_SIZE = 256
SIGNATURE_BYTES = 32
TURNED_SIDEWAYS = (5, 6, 7, 8)
AVERAGED_MODES = ("L", "LA", "RGB", "RGBA", "CMYK")
UNSUPPORTED = "The file is not an image that can be read here. Readable are JPEG, PNG, WebP, GIF, TIFF, BMP and AVIF."
DAMAGED = "The image is truncated or damaged and cannot be decoded."


@dataclass(frozen=True, slots=True)
class ImageInfo:
    """What an image file holds; `thumbnail` is a WebP of at most 256 pixels each way, alpha on white."""

    width: int
    height: int
    format: str
    mime: str
    thumbnail: bytes


def inspect_image(path: Path, max_pixels: int) -> ImageInfo:
    """Check that a file is an image that can be answered, by decoding all of its first frame.

    Raises:
        BadInput: `unsupported_media_type` (no image), `too_large` (told from the header, nothing is decoded),
            `invalid_media` (truncated or damaged).
    """
    with _opened(path, max_pixels, "invalid_media") as image:
        width, height = _size_as_shown(image)
        name = image.format or ""
        shown = _upright_rgb(image, 2 * THUMBNAIL_SIZE)
        shown.thumbnail((THUMBNAIL_SIZE, THUMBNAIL_SIZE), Image.Resampling.LANCZOS)
        encoded = io.BytesIO()
        shown.save(encoded, "WEBP", quality=80)
    return ImageInfo(width, height, name, MIME_TYPES[name], encoded.getvalue())


def survey_image(path: Path, max_pixels: int, at_least: int) -> tuple[Image.Image, str, tuple[int, int]]:
    """Decode as `read_image` does, and tell also Pillow's name of the format and (width, height) of the whole image.

    Raises:
        BadInput: as `read_image`.
    """
    with _opened(path, max_pixels, "decode_failed") as image:
        size = _size_as_shown(image)
        return _upright_rgb(image, at_least), image.format or "", size


def read_image(path: Path, max_pixels: int, at_least: int | None = None) -> Image.Image:
    """Decode the first frame to upright RGB: grey and 16 bit scaled, alpha on white, CMYK and palettes converted.

    Args:
        at_least: the least width and height that the caller needs; a larger image may come out reduced, for a fraction
            of the time and memory.

    Raises:
        BadInput: `unsupported_media_type`, `too_large`, or `decode_failed` (truncated or damaged).
    """
    with _opened(path, max_pixels, "decode_failed") as image:
        return _upright_rgb(image, at_least)


def to_pixels(image: Image.Image, spec: ImageSpec) -> NDArray[np.float32]:
    """Resize and normalise. RGB image -> (3, size, size) float32."""
    return normalised(resized(image, spec), spec)


def resized(image: Image.Image, spec: ImageSpec) -> Image.Image:
    """The part of the image that the network sees, with antialiasing, `size` pixels each way.

    `squash` takes the whole image; `center-crop` the largest centred square, or with `resize_to` what is left of it
    when the shorter side is resized to `resize_to` and `size` pixels are cut from the middle (as torchvision does).
    """
    box = _centred_square(image.size, spec) if spec.resize == "center-crop" else None
    return image.resize((spec.size, spec.size), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def normalised(image: Image.Image, spec: ImageSpec) -> NDArray[np.float32]:
    """RGB image -> (3, height, width) float32 in the bundle's numbers."""
    mean, std = np.asarray(spec.mean, np.float32), np.asarray(spec.std, np.float32)
    pixels = (np.asarray(image, dtype=np.float32) / np.float32(255) - mean) / std
    return np.ascontiguousarray(pixels.transpose(2, 0, 1))


def needed_side(spec: ImageSpec) -> int:
    """The side in pixels under which decoding at a fraction would show in the resized image."""
    return 4 * max(spec.size, spec.resize_to or 0)


@contextmanager
def _opened(path: Path, max_pixels: int, damaged: BadInputCode) -> Iterator[Image.Image]:
    """The image with its header read and its size checked; whatever its decoder raises becomes `damaged`."""
    with _refusing(damaged), path.open("rb") as file:
        if not _looks_like_an_image(file.read(SIGNATURE_BYTES)):
            raise BadInput("unsupported_media_type", UNSUPPORTED)
        file.seek(0)
        with Image.open(file, formats=_formats()) as image:
            _refuse_too_large(image.size, max_pixels)
            yield image


@contextmanager
def _refusing(code: BadInputCode) -> Iterator[None]:
    """Turn every error of a decoder into BadInput."""
    try:
        yield
    except (BadInput, MemoryError, FileNotFoundError):
        raise
    except Exception as error:
        # Pillow's decoders raise OSError, SyntaxError, ValueError, struct.error and more on damaged bytes.
        raise BadInput(code, DAMAGED) from error


def _looks_like_an_image(head: bytes) -> bool:
    """Ask the readable formats' own signature tests, so that a damaged image is told from something else."""
    tests = [Image.OPEN[name][1] for name in _formats()]
    return any(test is not None and test(head) is True for test in tests)


def _formats() -> tuple[str, ...]:
    """The names that Pillow opens by; what it calls MPO is opened as JPEG."""
    Image.init()
    return tuple(name for name in MIME_TYPES if name in Image.OPEN)


def _refuse_too_large(size: tuple[int, int], max_pixels: int) -> None:
    width, height = size
    if width * height > max_pixels:
        value = f"{width} x {height} = {width * height:,} pixels"
        raise BadInput("too_large", f"The image has {value}; the limit is {max_pixels:,} pixels.")


def _size_as_shown(image: Image.Image) -> tuple[int, int]:
    """Width and height after the EXIF orientation, which TIFF's reader has applied already."""
    width, height = image.size
    if image.format != "TIFF" and _orientation(image) in TURNED_SIDEWAYS:
        return height, width
    return width, height


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 - a damaged EXIF block does not make the picture unreadable
        return 1


def _upright_rgb(image: Image.Image, at_least: int | None) -> Image.Image:
    if at_least:
        image.draft(None, (at_least, at_least))
    image.load()
    reduced = _reduced(image, min(image.size) // at_least) if at_least else image
    return _to_rgb(ImageOps.exif_transpose(reduced) if _orientation(reduced) != 1 else reduced)


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """Average blocks of pixels before any conversion copies the whole image: 50 megapixels are 200 MB a copy."""
    if factor < 2 or image.mode not in AVERAGED_MODES or "transparency" in image.info:
        return image
    return image.reduce(factor)


def _to_rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        return _wide_grey_to_rgb(image)
    if image.has_transparency_data:
        visible = image.convert("RGBA")
        white = Image.new("RGBA", visible.size, "white")
        return Image.alpha_composite(white, visible).convert("RGB")
    return image.convert("RGB")


def _wide_grey_to_rgb(image: Image.Image) -> Image.Image:
    """16 bit, 32 bit and floating-point grey: its full range becomes 0 to 255 (Pillow alone would clip it)."""
    values = np.nan_to_num(np.asarray(image, dtype=np.float32))
    top = 65535.0 if image.mode.startswith("I;16") else _white_of(float(values.max(initial=0.0)))
    return Image.fromarray((values.clip(0, top) * (255 / top)).round().astype(np.uint8)).convert("RGB")


def _white_of(brightest: float) -> float:
    """The customary full scale (1.0, 8 bit, 16 bit) that holds the brightest value, else that value itself."""
    return next((scale for scale in (1.0, 255.0, 65535.0) if brightest <= scale), brightest)


def _centred_square(size: tuple[int, int], spec: ImageSpec) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of the part of the image that becomes the input."""
    width, height = size
    side = min(width, height) * spec.size / (spec.resize_to or spec.size)
    left, top = (width - side) / 2, (height - side) / 2
    return left, top, left + side, top + side

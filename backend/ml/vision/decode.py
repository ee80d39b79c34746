"""From an image file to upright RGB: the same code checks uploads, serves, and reads what is trained on.

Pillow and numpy only. Sizes are (width, height) in pixels as a person sees them, after the EXIF orientation.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageOps

from ml.errors import BadInput, BadInputCode
from ml.formats import formats_of

# The pixel limit is the caller's, and its message names the value: Pillow's own limit would come first without it.
Image.MAX_IMAGE_PIXELS = None

SIGNATURE_BYTES = 32
TURNED_SIDEWAYS = (5, 6, 7, 8)
AVERAGED_MODES = ("L", "LA", "RGB", "RGBA", "CMYK")
*FIRST, LAST = (one.name for one in formats_of("image"))
UNSUPPORTED = f"The file is not an image that can be read here. Readable are {', '.join(FIRST)} and {LAST}."
DAMAGED = "The image is truncated or damaged and cannot be decoded."


def read_image(path: Path, max_pixels: int, at_least: int | None = None) -> Image.Image:
    """Decode the first frame to upright RGB: grey and 16 bit scaled, alpha on white, CMYK and palettes converted.

    Args:
        at_least: the least width and height that the caller needs; a larger image may come out reduced, for a fraction
            of the time and memory.

    Raises:
        BadInput: `unsupported_media_type`, `too_large`, or `decode_failed` (truncated or damaged).
    """
    with opened(path, max_pixels, "decode_failed") as image:
        return upright_rgb(image, at_least)


@contextmanager
def opened(path: Path, max_pixels: int, damaged: BadInputCode) -> Iterator[Image.Image]:
    """The image with its header read and its size checked; whatever its decoder raises becomes `damaged`."""
    with _refusing(damaged), path.open("rb") as file:
        if not looks_like_an_image(file.read(SIGNATURE_BYTES)):
            raise BadInput("unsupported_media_type", UNSUPPORTED)
        file.seek(0)
        with Image.open(file, formats=_readers()) as image:
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


def looks_like_an_image(head: bytes) -> bool:
    """Ask the readable formats' own signature tests, so that a damaged image is told from something else.

    Args:
        head: the first `SIGNATURE_BYTES` of a file.
    """
    tests = [Image.OPEN[name][1] for name in _readers()]
    return any(test is not None and test(head) is True for test in tests)


@cache
def _readers() -> tuple[str, ...]:
    """The names that Pillow opens by; what it calls MPO is opened as JPEG."""
    Image.init()
    return tuple(name for one in formats_of("image") for name in one.readers if name in Image.OPEN)


def _refuse_too_large(size: tuple[int, int], max_pixels: int) -> None:
    width, height = size
    if width * height > max_pixels:
        value = f"{width} x {height} = {width * height:,} pixels"
        raise BadInput("too_large", f"The image has {value}; the limit is {max_pixels:,} pixels.")


def size_as_shown(image: Image.Image) -> tuple[int, int]:
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


def upright_rgb(image: Image.Image, at_least: int | None) -> Image.Image:
    if at_least:
        image.draft(None, (at_least, at_least))
    image.load()
    return _upright_rgb_of(_reduced(image, min(image.size) // at_least) if at_least else image)


def check_whole(image: Image.Image) -> None:
    """Decode all of the first frame and raise whatever `upright_rgb` would, for a fraction of its time.

    A JPEG is decoded at an eighth of its size, for which all of its bytes are read; of the rest one pixel is enough.
    """
    image.draft(None, (1, 1))
    image.load()
    _upright_rgb_of(image.crop((0, 0, 1, 1)))


def _upright_rgb_of(image: Image.Image) -> Image.Image:
    return _to_rgb(ImageOps.exif_transpose(image) if _orientation(image) != 1 else image)


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

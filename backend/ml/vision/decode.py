"""From an image file to upright RGB: the same code checks uploads, serves, and reads what is trained on.

Sizes are (width, height) in pixels as a person sees them, after the EXIF orientation.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pi_heif  # type: ignore[import-untyped]
from PIL import Image, UnidentifiedImageError

from ml.errors import BadInput, BadInputCode
from ml.formats import formats_of
from ml.vision import jpeg, png, tiff
from ml.vision.frames import seek_first_shown
from ml.vision.upright import TURNED_SIDEWAYS, Size, in_rgb, orientation_of, upright_rgb

# The pixel limit is the caller's, and its message names the value: Pillow's own limit would come first without it.
Image.MAX_IMAGE_PIXELS = None
pi_heif.register_heif_opener()

SIGNATURE_BYTES = 32
# Pillow keeps a pointer for each row, and pictures have no such sides.
LONGEST_SIDE = 65_535
# From here on a picture takes some hundred megabytes while it is decoded.
LARGE_PIXELS = 8_000_000
*FIRST, LAST = (one.name for one in formats_of("image"))
UNSUPPORTED = f"The file is not an image that can be read here. Readable are {', '.join(FIRST)} and {LAST}."
DAMAGED = "The image is truncated or damaged and cannot be decoded."


class Picture(NamedTuple):
    """Upright RGB, perhaps reduced, and its whole size; a very long one is shortened more than narrowed."""

    image: Image.Image
    size: Size


def read_image(path: Path, max_pixels: int, at_least: int | None = None) -> Image.Image:
    """The image alone, as `read_picture`."""
    return read_picture(path, max_pixels, at_least).image


def read_picture(path: Path, max_pixels: int, at_least: int | None = None) -> Picture:
    """Decode to upright RGB: grey and 16 bit scaled, alpha on white, CMYK and palettes converted.

    Args:
        at_least: the least width and height that the caller needs; a larger image may come out reduced, for a fraction
            of the time and memory.

    Raises:
        BadInput: `unsupported_media_type`, `too_large`, or `decode_failed` (truncated or damaged).
    """
    with opened(path, max_pixels, "decode_failed") as image:
        size = size_as_shown(image)
        return Picture(decoded(image, at_least), size)


@contextmanager
def opened(path: Path, max_pixels: int, damaged: BadInputCode) -> Iterator[Image.Image]:
    """The image with its header read and its size checked, at the frame that counts.

    Whatever its decoder raises becomes `damaged`.
    """
    with _refusing(damaged), path.open("rb") as file:
        if not looks_like_an_image(file.read(SIGNATURE_BYTES)):
            raise BadInput("unsupported_media_type", UNSUPPORTED)
        with _opened(file) as image:
            _refuse_too_large(image.size, max_pixels)
            with _one_at_a_time(image):
                seek_first_shown(image, max_pixels)
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


def _opened(file: BinaryIO) -> Image.Image:
    file.seek(0)
    head = file.read(len(png.SIGNATURE))
    if head == png.SIGNATURE:
        file = png.pixels_only(file)
    elif head.startswith(b"\xff\xd8"):
        file = jpeg.with_an_end(file)
    try:
        image = Image.open(file, formats=_readers())
    except UnidentifiedImageError:
        if head.startswith((b"II", b"MM")):
            tiff.refuse_unknown(file)
        raise
    if image.format == "TIFF":
        tiff.refuse_misread(image)
    return image


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


def _refuse_too_large(size: Size, max_pixels: int) -> None:
    width, height = size
    if max(size) > LONGEST_SIDE:
        value = f"{width:,} x {height:,} pixels"
        raise BadInput("too_large", f"The image has {value}; the limit is {LONGEST_SIDE:,} pixels a side.")
    if width * height > max_pixels:
        value = f"{width} x {height} = {width * height:,} pixels"
        raise BadInput("too_large", f"The image has {value}; the limit is {max_pixels:,} pixels.")


def size_as_shown(image: Image.Image) -> Size:
    """Width and height after the EXIF orientation."""
    width, height = image.size
    return (height, width) if orientation_of(image) in TURNED_SIDEWAYS else (width, height)


def decoded(image: Image.Image, at_least: int | None = None) -> Image.Image:
    """Upright RGB. A JPEG is decoded at a fraction of its size where that is enough."""
    if at_least:
        _draft(image, at_least)
    image.load()
    return upright_rgb(image, at_least)


def check_whole(image: Image.Image) -> None:
    """Decode all of it and raise whatever `decoded` would, for a fraction of its time.

    A JPEG is decoded at an eighth of its size, for which all of its bytes are read; of the rest one pixel is enough.
    """
    _draft(image, 1)
    image.load()
    in_rgb(image.crop((0, 0, 1, 1)))


def _draft(image: Image.Image, at_least: int) -> None:
    """Of a JPEG alone: HEIC's reader would take the small picture beside the large one, and they may differ."""
    if image.format in {"JPEG", "MPO"}:
        image.draft(None, (at_least, at_least))


@contextmanager
def _one_at_a_time(image: Image.Image) -> Iterator[None]:
    """Large ones are decoded one after the other, by all threads and processes of Slipway on this machine.

    Not so the usual JPEG, of which a few rows are in memory.
    """
    streamed = image.format in {"JPEG", "MPO"} and not image.info.get("progressive")
    if streamed or image.width * image.height < LARGE_PIXELS:
        yield
        return
    with Path(__file__).open("rb") as file:
        # The lock goes with the file, however whoever holds it ends.
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

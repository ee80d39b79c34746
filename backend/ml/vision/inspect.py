"""What an image file holds, looked at before it is accepted."""

import io
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from ml.formats import format_read_by
from ml.types import Inspected, JsonObject, Limits
from ml.vision.decode import SIGNATURE_BYTES, check_whole, looks_like_an_image, opened, read_picture, size_as_shown
from ml.vision.png import SIGNATURE as PNG
from ml.vision.preprocess import needed_side, resized
from ml.vision.spec import ImageSpec

THUMBNAIL_SIZE = 256
JPEG = b"\xff\xd8\xff"
PLAIN_PIXELS, PLAIN_BYTES = 4_000_000, 4 << 20


def recognises(file: BinaryIO) -> bool:
    """Whether it begins as an image that is read."""
    return looks_like_an_image(file.read(SIGNATURE_BYTES))


def inspect(path: Path, limits: Limits) -> Inspected:
    """Check that a file is an image that can be answered, by decoding all of its first frame.

    Raises:
        BadInput: `unsupported_media_type` (no image), `too_large` (told from the header, nothing is decoded),
            `invalid_media` (truncated or damaged).
    """
    with opened(path, limits.max_pixels, "invalid_media") as image:
        return _inspected(image)


def inspect_plain(path: Path, limits: Limits) -> Inspected | None:
    """The same for a small JPEG or PNG, None for all others. Raises BadInput as `inspect`."""
    with path.open("rb") as file:
        if not file.read(len(PNG)).startswith((JPEG, PNG)) or path.stat().st_size > PLAIN_BYTES:
            return None
    with opened(path, limits.max_pixels, "invalid_media") as image:
        plain = not image.info.get("progressive") and not getattr(image, "is_animated", False)
        return _inspected(image) if plain and image.width * image.height <= PLAIN_PIXELS else None


def _inspected(image: Image.Image) -> Inspected:
    width, height = size_as_shown(image)
    mime = format_read_by(image.format or "").mime
    check_whole(image)
    return Inspected("image", mime, width=width, height=height)


def thumbnail(path: Path, max_pixels: int) -> bytes:
    """A WebP of at most 256 pixels each way, alpha on white. Raises BadInput as `read_image`."""
    image, size = read_picture(path, max_pixels, 2 * THUMBNAIL_SIZE)
    scale = min(1.0, THUMBNAIL_SIZE / max(size))
    shown = image.resize([max(1, round(side * scale)) for side in size], Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _encoded(shown, "WEBP", quality=80)


def seen(path: Path, max_pixels: int, numbers: JsonObject) -> bytes:
    """A PNG of the pixels that a network gets, before they are normalised. Raises BadInput as `read_image`."""
    spec = ImageSpec.model_validate(numbers)
    image, whole = read_picture(path, max_pixels, needed_side(spec))
    return _encoded(resized(image, spec, whole), "PNG")


def _encoded(image: Image.Image, form: str, **how: int) -> bytes:
    encoded = io.BytesIO()
    image.save(encoded, form, **how)
    return encoded.getvalue()

"""What an image file holds, looked at before it is accepted."""

import io
from pathlib import Path

from PIL import Image

from ml.formats import format_read_by
from ml.types import Inspected, Limits
from ml.vision.decode import check_whole, looks_like_an_image, opened, read_image, size_as_shown

THUMBNAIL_SIZE = 256
recognises = looks_like_an_image


def inspect(path: Path, limits: Limits) -> Inspected:
    """Check that a file is an image that can be answered, by decoding all of its first frame.

    Raises:
        BadInput: `unsupported_media_type` (no image), `too_large` (told from the header, nothing is decoded),
            `invalid_media` (truncated or damaged).
    """
    with opened(path, limits.max_pixels, "invalid_media") as image:
        width, height = size_as_shown(image)
        mime = format_read_by(image.format or "").mime
        check_whole(image)
    return Inspected("image", mime, width=width, height=height)


def thumbnail(path: Path, max_pixels: int) -> bytes:
    """A WebP of at most 256 pixels each way, alpha on white. Raises BadInput as `read_image`."""
    shown = read_image(path, max_pixels, 2 * THUMBNAIL_SIZE)
    shown.thumbnail((THUMBNAIL_SIZE, THUMBNAIL_SIZE), Image.Resampling.LANCZOS)
    encoded = io.BytesIO()
    shown.save(encoded, "WEBP", quality=80)
    return encoded.getvalue()

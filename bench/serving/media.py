"""The files that are sent."""

import io
from functools import cache

from PIL import Image, ImageOps

from bench.serving.places import EXAMPLES
from bench.serving.wire import File


@cache
def small() -> File:
    """A JPEG of 32 x 32 pixels, some 900 bytes: nothing to decode."""
    return File("small.jpg", "image/jpeg", _jpeg((32, 32), 60))


@cache
def photo() -> File:
    """A photo of 640 x 480 pixels, 88 KB or a little less, as a phone sends one."""
    quality = 98
    while len(content := _jpeg((640, 480), quality)) > 90_000:
        quality -= 1
    return File("photo.jpg", "image/jpeg", content)


def _jpeg(size: tuple[int, int], quality: int) -> bytes:
    with Image.open(EXAMPLES / "moose.jpg") as image:
        fitted = ImageOps.fit(image.convert("RGB"), size)
    file = io.BytesIO()
    fitted.save(file, "JPEG", quality=quality)
    return file.getvalue()

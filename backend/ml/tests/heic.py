"""Pictures in every format that is read, HEIC too: what Slipway reads that with cannot write it."""

from pathlib import Path

import pillow_heif
from PIL import Image


def save(image: Image.Image, target: Path, name: str) -> None:
    """As `image.save`."""
    if name == "HEIF":
        pillow_heif.from_pillow(image).save(target, quality=90)
    else:
        image.save(target, name)

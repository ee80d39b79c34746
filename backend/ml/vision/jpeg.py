"""A JPEG whose last marker is missing, though all of its pixels are there."""

import hashlib
import io
from typing import BinaryIO

from PIL import Image

SCAN, END = b"\xff\xda", b"\xff\xd9"
# Two continuations: where pixels are missing, each paints others there; behind the last pixel nobody reads them.
TAILS = (b"", b"\x55" * 64, b"\x24\x92" * 32)


def with_an_end(file: BinaryIO) -> BinaryIO:
    """The same JPEG with its last marker, where that is all that is missing; else the file as it is."""
    file.seek(-len(END), io.SEEK_END)
    if file.read() != END:
        file.seek(0)
        data = file.read()
        if data.rfind(END) < data.rfind(SCAN) and len({_picture(data + tail + END) for tail in TAILS}) == 1:
            return io.BytesIO(data + END)
    file.seek(0)
    return file


def _picture(data: bytes) -> bytes:
    """A digest of all pixels."""
    digest = hashlib.sha256()
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        image.load()
        for top in range(0, image.height, 256):
            digest.update(image.crop((0, top, image.width, min(top + 256, image.height))).tobytes())
    return digest.digest()

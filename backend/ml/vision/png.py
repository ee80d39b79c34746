"""A PNG without what says nothing of its pixels: no text and no colour profile, damaged or large, harms a picture."""

import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO

SIGNATURE = b"\x89PNG\r\n\x1a\n"
ANIMATION = {b"acTL", b"fcTL", b"fdAT"}
# What can be left out of a PNG and still says how its pixels look.
OF_PIXELS = {b"tRNS", b"eXIf", *ANIMATION}
LARGEST = 1 << 31
Chunk = tuple[bytes, bytes]


def pixels_only(file: BinaryIO) -> BinaryIO:
    """The same picture; an animation with a damaged part is its first frame."""
    file.seek(len(SIGNATURE))
    chunks = list(_chunks(file))
    dropped = ANIMATION if any(name in ANIMATION and not whole for name, whole in chunks) else ()
    return io.BytesIO(SIGNATURE + b"".join(whole for name, whole in chunks if name not in dropped))


def _chunks(file: BinaryIO) -> Iterator[Chunk]:
    """Name and bytes of those that count; no bytes where one could be left out and its check sum is wrong."""
    while len(head := file.read(8)) == 8:
        size, name = int.from_bytes(head[:4]), head[4:]
        if size >= LARGEST:
            yield name, head  # whoever decodes says what is wrong
            return
        needed = not name[0] & 0x20
        if needed or name in OF_PIXELS:
            content, check = file.read(size), file.read(4)
            right = needed or zlib.crc32(name + content).to_bytes(4) == check
            yield name, head + content + check if right else b""
        else:
            file.seek(size + 4, io.SEEK_CUR)
        if name == b"IEND":
            return

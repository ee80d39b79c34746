"""Files of some kilobytes that ask for gigabytes."""

import struct
import zlib
from collections.abc import Callable


def png(width: int, height: int) -> bytes:
    """A black RGBA picture that is packed well."""
    packer = zlib.compressobj(9)
    row, packed = b"\0" * (1 + 4 * width), b""
    for _ in range(height):
        packed += packer.compress(row)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", packed + packer.flush()), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def wav(rate: int) -> bytes:
    """Some samples of a second that has a great many."""
    samples = bytes(15_000)
    form = struct.pack("<HHIIHH", 1, 1, rate, rate * 2 % 2**32, 2, 16)
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(body)) + body


BOMBS: dict[str, Callable[[], bytes]] = {
    "tall.png": lambda: png(500, 99_999),
    "one-pixel-wide.png": lambda: png(1, 4_999_999),
    "rate.wav": lambda: wav(1_946_173_056),
}

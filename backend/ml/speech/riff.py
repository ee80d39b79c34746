"""The head of a WAV, where FFmpeg believes it too much or too little."""

from dataclasses import dataclass
from typing import BinaryIO, Literal

PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE
# Where the head of any real file is over; what stands before the samples is some hundred bytes.
HEAD_BYTES = 1 << 16
# Programs that write to a pipe put a number of their own there: 0, or one of gigabytes.
PLACEHOLDER = 1 << 30


@dataclass(frozen=True, slots=True)
class Head:
    """What the `fmt` chunk says; `bits` are those that a sample takes, `valid` those that count."""

    order: Literal["little", "big"]
    tag: int
    channels: int
    rate: int
    bits: int
    valid: int

    @property
    def decoder(self) -> str | None:
        """FFmpeg's decoder where the one that it chooses reads other samples than there are.

        It reads big-endian files as little-endian ones, and of 24 bits in 32 only every other byte.
        """
        ending = "be" if self.order == "big" else "le"
        if self.tag == FLOAT and self.order == "big":
            return f"pcm_f{self.bits}{ending}"
        if self.tag == PCM and self.bits in {16, 24, 32} and (self.order == "big" or self.valid != self.bits):
            return f"pcm_s{self.bits}{ending}"
        return None


def read_head(file: BinaryIO, start: int) -> Head | None:
    """The head of the WAV that begins there, None where it has none. Moves in the file."""
    file.seek(start)
    data = file.read(HEAD_BYTES)
    order: Literal["little", "big"] = "big" if data[:4] == b"RIFX" else "little"
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], order)
        if name == b"fmt ":
            return _head(data[at + 8 : at + 8 + size], order)
        at += 8 + size + size % 2
    return None


def _head(fields: bytes, order: Literal["little", "big"]) -> Head | None:
    if len(fields) < 16:
        return None

    def number(first: int, size: int) -> int:
        return int.from_bytes(fields[first : first + size], order)

    tag, bits, valid = number(0, 2), number(14, 2), number(14, 2)
    if tag == EXTENSIBLE and len(fields) >= 26:
        tag, valid = number(24, 2), number(18, 2) or bits
    return Head(order, tag, number(2, 2), number(4, 4), bits, valid)


def is_cut(file: BinaryIO, start: int, size: int) -> bool:
    """Whether a WAV is well shorter than its head says; FFmpeg believes the size of the file instead.

    Args:
        size: of the whole file, bytes.
    """
    file.seek(start)
    head = file.read(8)
    declared = int.from_bytes(head[4:8], "big" if head[:4] == b"RIFX" else "little") + 8
    return declared < PLACEHOLDER and size - start < 0.95 * declared - 4096

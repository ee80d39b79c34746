"""Where in a file its sound is: which format, behind which tags, in how many parts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ml.errors import BadInput
from ml.formats import Format, format_read_by, formats_of
from ml.speech import ogg, riff

SIGNATURE_BYTES = 16
# Tags of music players, and what a broken upload or an encoder left before the first frame.
ID3, APE = b"ID3", b"APETAGEX"
ID3_HEAD, APE_HEAD = 10, 32
ID3_FOOTER = 0x10
MOST_TAGS = 8
MOST_ZEROS = 1 << 16
*FIRST, LAST = dict.fromkeys(one.name for one in formats_of("sound"))
UNSUPPORTED = f"The file is no sound that can be read here. Readable are {', '.join(FIRST)} and {LAST}."


@dataclass(frozen=True, slots=True)
class Source:
    """The sound of a file.

    Args:
        format: how it is told to FFmpeg.
        parts: first byte and the one after the last, played one after the other.
        decoder: another one than FFmpeg would choose.
    """

    path: Path
    format: Format
    parts: tuple[ogg.Part, ...]
    decoder: str | None = None


def source_of(path: Path) -> Source:
    """Raises BadInput: `unsupported_media_type`; `invalid_media` where it is empty, or a WAV that was cut off."""
    with path.open("rb") as file:
        found, size = find(file), path.stat().st_size
        if not size:
            raise BadInput("invalid_media", "The file is empty.")
        if found is None:
            raise BadInput("unsupported_media_type", UNSUPPORTED)
        form, start = found
        if form.name == "WAV":
            if riff.is_cut(file, start, size):
                raise BadInput("invalid_media", "The sound file is truncated.")
            head = riff.read_head(file, start)
            return Source(path, form, ((start, size),), head.decoder if head else None)
    if form.name == "Ogg" and not start:
        return Source(path, form, tuple(ogg.links(path)))
    return Source(path, form, ((start, size),))


def find(file: BinaryIO) -> tuple[Format, int] | None:
    """The format and the byte at which it begins; None where it is no sound that we read. Moves in the file."""
    start, tagged = 0, False
    for _ in range(MOST_TAGS):
        head = _head(file, start)
        length = _length_of_tag(file, start, head)
        if not length:
            break
        start += length
        tagged |= head.startswith((ID3, APE))
    found = sniff(_head(file, start))
    if found:
        return found, start
    return (format_read_by("mp3"), start + _to_first_frame(file, start)) if tagged else None


def sniff(head: bytes) -> Format | None:
    """The format of these first bytes (at least 16), None where they are no sound that we read."""
    for one in formats_of("sound"):
        if any(head[offset : offset + len(signature)] == signature for offset, signature in one.signatures):
            return one
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        layer = head[1] >> 1 & 3
        if layer == 0 and head[1] & 0xF0 == 0xF0:
            return format_read_by("aac")
        if layer in (1, 2) and head[1] & 0x18 != 0x08 and head[2] >> 4 not in (0, 15):
            return format_read_by("mp3")
    return None


def _to_first_frame(file: BinaryIO, start: int) -> int:
    """Bytes before the first that could be a frame; 0 where there is none, and its reader may look for one."""
    file.seek(start)
    data = file.read(MOST_ZEROS)
    at = data.find(b"\xff")
    while at >= 0 and sniff(data[at : at + SIGNATURE_BYTES]) is None:
        at = data.find(b"\xff", at + 1)
    return max(at, 0)


def _head(file: BinaryIO, start: int) -> bytes:
    file.seek(start)
    return file.read(SIGNATURE_BYTES)


def _length_of_tag(file: BinaryIO, start: int, head: bytes) -> int:
    """Bytes of the tag, or of the zeros, that stand there; 0 where there is none."""
    if head.startswith(ID3) and len(head) >= ID3_HEAD:
        high, upper, lower, low = (byte & 0x7F for byte in head[6:10])
        footer = ID3_HEAD if head[5] & ID3_FOOTER else 0
        return ID3_HEAD + (high << 21 | upper << 14 | lower << 7 | low) + footer
    if head.startswith(APE):
        whole = APE_HEAD + int.from_bytes(head[12:16], "little")
        return whole if sniff(_head(file, start + whole)) else APE_HEAD
    if head.startswith(b"\0\0\0\0") and sniff(head) is None:
        file.seek(start)
        data = file.read(MOST_ZEROS)
        return len(data) - len(data.lstrip(b"\0"))
    return 0


class View:
    """A part of a file as a file of its own, for FFmpeg."""

    def __init__(self, file: BinaryIO, start: int, stop: int) -> None:
        self._file, self._start, self._stop = file, start, stop
        self.seek(0)

    def read(self, size: int) -> bytes:
        """At most so many bytes."""
        return self._file.read(max(0, min(size, self._stop - self._file.tell())))

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move, as files do. Returns the place."""
        origin = (self._start, self._file.tell(), self._stop)[whence]
        self._file.seek(max(self._start, origin + offset))
        return self.tell()

    def tell(self) -> int:
        """The place."""
        return self._file.tell() - self._start


@contextmanager
def readable(source: Source, part: ogg.Part) -> Iterator[str | View]:
    """What FFmpeg opens: the path where the part is the whole file."""
    if part == (0, source.path.stat().st_size):
        yield str(source.path.resolve())
        return
    with source.path.open("rb") as file:
        yield View(file, *part)

"""Ogg files may be chained: one stream ends, another begins. Where that is of another codec FFmpeg does not follow."""

from pathlib import Path
from typing import BinaryIO

PAGE_HEAD = 27
BEGINS = 2
Part = tuple[int, int]


def links(path: Path) -> list[Part]:
    """Where each stream of a chain begins and ends, in bytes. Streams side by side are one link."""
    size = path.stat().st_size
    starts, at, inside = [0], 0, False
    with path.open("rb") as file:
        while len(head := _read(file, at, PAGE_HEAD)) == PAGE_HEAD and head.startswith(b"OggS"):
            begins = bool(head[5] & BEGINS)
            if begins and inside:
                starts.append(at)
            inside = not begins
            at += PAGE_HEAD + head[26] + sum(file.read(head[26]))
    return list(zip(starts, [*starts[1:], size], strict=True))


def _read(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)

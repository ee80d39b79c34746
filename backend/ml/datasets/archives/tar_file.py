"""Tar, plain or compressed, read from front to back."""

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, cast

from ml.datasets.archives.destination import Destination
from ml.datasets.archives.member_names import safe_name, shown
from ml.errors import DataSetError

Opener = Callable[[Path], IO[bytes]]
OPENERS: dict[bytes, Opener] = {
    b"\x1f\x8b": cast("Opener", gzip.open),
    b"BZ": cast("Opener", bz2.open),
    b"\xfd7": cast("Opener", lzma.open),
}


class Bounded(io.RawIOBase):
    """A decompressed stream that gives no more than was allowed, and no header of a size made to fill the memory."""

    def __init__(self, stream: IO[bytes], allowed: int, header: int) -> None:
        self._stream, self._allowed, self._header = stream, allowed, header

    def read(self, size: int = -1) -> bytes:
        """Read some bytes. Raises DataSetError past either limit."""
        if not 0 <= size <= self._header:
            raise DataSetError("The archive has a header of many megabytes, as bombs have.")
        piece = self._stream.read(size)
        if self._stream.tell() > self._allowed:
            raise DataSetError("The archive unpacks to far more than its own size or the limit, as bombs do.")
        return piece

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move, forwards by reading in pieces."""
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation("only absolute positions")
        while offset > (here := self._stream.tell()):
            if not self.read(min(self._header, offset - here)):
                return here
        return self._stream.seek(offset)

    def tell(self) -> int:
        """Where the next byte comes from."""
        return self._stream.tell()


def unpack_tar(archive: Path, destination: Destination) -> None:
    """Unpack a tar file. Raises DataSetError, and whatever ``tarfile`` raises on damaged bytes."""
    with archive.open("rb") as file:
        opener = OPENERS.get(file.read(2))
    with opener(archive) if opener else archive.open("rb") as stream:
        overhead = destination.limits.small  # headers and padding, when the files are tiny
        bounded = Bounded(stream, destination.allowed + overhead, destination.limits.header)
        with tarfile.open(fileobj=cast("IO[bytes]", bounded), mode="r:") as tar:
            while member := tar.next():
                _unpack_member(tar, member, destination)
                tar.members.clear()  # type: ignore[attr-defined]  # tarfile remembers every member; a set has many
            _refuse_cut(tar, bounded)


def _unpack_member(tar: tarfile.TarFile, member: tarfile.TarInfo, destination: Destination) -> None:
    safe_name(member.name)
    try:
        tarfile.data_filter(member, str(destination.folder))
    except tarfile.FilterError as error:
        raise DataSetError(f"{shown(member.name)} is refused: {error}.") from error
    if member.isdir():
        return
    stream = tar.extractfile(member) if member.isreg() else None
    if stream is None:
        what = "a link" if member.issym() or member.islnk() else "no ordinary file"
        raise DataSetError(f"{shown(member.name)} is {what}; put the file itself into the archive.")
    destination.write(member.name, stream)


def _refuse_cut(tar: tarfile.TarFile, stream: Bounded) -> None:
    """tarfile takes a damaged header for the end; the real end is a block of zeros."""
    stream.seek(tar.offset)
    if stream.read(tarfile.BLOCKSIZE) != bytes(tarfile.BLOCKSIZE):
        raise DataSetError("The archive is cut off or damaged; send it again.")

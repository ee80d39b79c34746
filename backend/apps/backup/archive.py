"""The archive: a tar whose members are counted and hashed as they pass. Nothing of it is held in memory."""

import hashlib
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, cast

from apps.backup.encryption import decrypted, encrypted
from apps.backup.errors import DAMAGED, BackupError
from apps.backup.manifest import KEYS, MANIFEST, ROWS, STORES, SUMS, Manifest, Member

PIECE = 1 << 20
LARGEST_MANIFEST = 1 << 26
Take = Callable[[str, IO[bytes]], None]


class _Hashed:
    """A readable file that remembers what passed through it."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.sha256 = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.sha256.update(piece)
        return piece


class Writer:
    """Puts members into the archive, and notes the sha256 of each in `sums`."""

    def __init__(self, tar: tarfile.TarFile, sums: IO[bytes]) -> None:
        self._tar, self._sums = tar, sums

    def add(self, name: str, content: IO[bytes], size: int) -> str:
        """Add `size` bytes and return their sha256. Raises OSError if `content` is shorter: the archive is spoilt."""
        member = self._put(name, content, size)
        self._sums.write(_line(name, member))
        return member.sha256

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a small file."""
        self.add(name, BytesIO(content), len(content))

    def finish(self, describe: Callable[[Member], Manifest]) -> Manifest:
        """Add SHA256SUMS, then the manifest that describes it."""
        size = self._sums.tell()
        self._sums.seek(0)
        manifest = describe(self._put(SUMS, self._sums, size))
        content = manifest.model_dump_json().encode()
        self._put(MANIFEST, BytesIO(content), len(content))
        return manifest

    def _put(self, name: str, content: IO[bytes], size: int) -> Member:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        hashed = _Hashed(content)
        self._tar.addfile(info, cast("IO[bytes]", hashed))
        _forget(self._tar)
        return Member(size, hashed.sha256.hexdigest())


@contextmanager
def written(target: Path, *, plain: bool) -> Iterator[Writer]:
    """A new archive at `target`, encrypted unless `plain`. Raises OSError."""
    with target.open("xb") as file, tempfile.TemporaryFile(dir=target.parent) as sums:
        target.chmod(0o600)
        with (
            nullcontext(file) if plain else encrypted(file) as inside,
            tarfile.open(fileobj=inside, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            yield Writer(tar, sums)


def read(source: IO[bytes], take: Take) -> Manifest:
    """Pass every member but the manifest to `take`, in the order of the archive, and check them all.

    Whoever takes acts on nothing before this has returned: only then is it known that the backup is whole.

    Raises:
        BackupError: the key is wrong, or the archive is damaged, cut off, no backup or of a newer Slipway.
    """
    try:
        with decrypted(source) as inside, tarfile.open(fileobj=inside, mode="r|") as tar:
            sums = _take_all(tar, take)
            last = tar.next()
            if last is None or last.name != MANIFEST or last.size > LARGEST_MANIFEST:
                raise BackupError(DAMAGED)
            manifest = Manifest.parse(_content(tar, last).read())
    # tarfile raises ValueError where a header counts below nothing.
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise BackupError(DAMAGED) from error
    if manifest.sums != sums:
        raise BackupError(DAMAGED)
    return manifest


def sums_of(file: Path) -> dict[str, bytes]:
    """What an unpacked SHA256SUMS says of each member."""
    with file.open(encoding="utf-8") as lines:
        pairs = (line.rstrip("\n").split("  ", maxsplit=1) for line in lines)
        return {name: bytes.fromhex(sha256) for sha256, name in pairs}


def _take_all(tar: tarfile.TarFile, take: Take) -> Member:
    """All members up to SHA256SUMS, which has to agree with what has passed; returns what it is itself."""
    passed = hashlib.sha256()
    while info := tar.next():
        if not _is_ours(info.name):
            raise BackupError(f"The file is no backup of Slipway: {info.name!r} has no place in one.")
        hashed = _Hashed(_content(tar, info))
        take(info.name, cast("IO[bytes]", hashed))
        while hashed.read(PIECE):
            pass
        member = Member(info.size, hashed.sha256.hexdigest())
        if info.name == SUMS:
            if member.sha256 != passed.hexdigest():
                raise BackupError(DAMAGED)
            return member
        passed.update(_line(info.name, member))
        _forget(tar)
    raise BackupError(DAMAGED)


def _forget(tar: tarfile.TarFile) -> None:
    """It would remember every member for ever."""
    tar.members.clear()  # type: ignore[attr-defined]  # the stubs leave it out


def _content(tar: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(info)
    if content is None:
        raise BackupError(f"The file is no backup of Slipway: {info.name!r} is no file.")
    return content


def _line(name: str, member: Member) -> bytes:
    return f"{member.sha256}  {name}\n".encode()


def _is_ours(name: str) -> bool:
    # Printable: no zero byte and no line's end, which SHA256SUMS could not tell either.
    inside = name.startswith((ROWS, *STORES)) and ".." not in PurePosixPath(name).parts and name.isprintable()
    return inside or name in {KEYS, SUMS}

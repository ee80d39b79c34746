"""The archive: a tar whose members are counted and hashed as they pass. Nothing of it is held in memory."""

import hashlib
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, cast

from apps.backup.errors import BackupError
from apps.backup.manifest import BUNDLES, KEYS, MANIFEST, MEDIA, ROWS, Manifest, Member, parse
from apps.backup.sealing import Lock, Opener, sealed, unsealed

PIECE = 1 << 20
DAMAGED = "The backup is damaged or cut off; take another one."
# The manifest of a million files; more is no manifest.
LARGEST_MANIFEST = 1 << 28


class _Hashed:
    """A readable file that remembers what passed through it."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.sha256, self.size = source, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes."""
        piece = self.source.read(size)
        self.sha256.update(piece)
        self.size += len(piece)
        return piece

    @property
    def member(self) -> Member:
        """What has passed."""
        return Member(self.size, self.sha256.hexdigest())


class Writer:
    """Puts members into the archive; `members` are those that it holds."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.members: dict[str, Member] = {}

    def add(self, name: str, content: IO[bytes], size: int) -> Member:
        """Add `size` bytes. Raises OSError if `content` is shorter: then the archive is spoilt."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        hashed = _Hashed(content)
        self._tar.addfile(info, cast("IO[bytes]", hashed))
        self._tar.members.clear()  # type: ignore[attr-defined]  # it would remember each for ever
        self.members[name] = hashed.member
        return hashed.member

    def add_bytes(self, name: str, content: bytes) -> Member:
        """Add a small file."""
        return self.add(name, BytesIO(content), len(content))


@contextmanager
def written(target: Path, lock: Lock) -> Iterator[Writer]:
    """A new archive at `target`, encrypted unless `lock` is empty. Raises OSError."""
    with target.open("xb") as file:
        target.chmod(0o600)
        if lock:
            with sealed(file, lock) as inside, _tar(inside) as tar:
                yield Writer(tar)
        else:
            with _tar(file) as tar:
                yield Writer(tar)


def _tar(target: IO[bytes]) -> tarfile.TarFile:
    return tarfile.open(fileobj=target, mode="w|", format=tarfile.PAX_FORMAT)


Take = Callable[[str, IO[bytes]], None]


def read(source: IO[bytes], opener: Opener, take: Take) -> Manifest:
    """Pass every member but the manifest to `take`, in the order of the archive, and check them all at the end.

    Whoever takes acts on nothing before this has returned: only then is it known that the backup is whole.

    Raises:
        BackupError: the key is wrong, or the archive is damaged, cut off, no backup or of a newer Slipway.
    """
    passed: dict[str, Member] = {}
    manifest = None
    with unsealed(source, opener) as inside, _damage_told(), tarfile.open(fileobj=inside, mode="r|") as tar:
        for info in tar:
            content = tar.extractfile(info)
            if content is None or not _is_ours(info.name):
                raise BackupError(f"The file is no backup of Slipway: {info.name!r} has no place in one.")
            if info.name == MANIFEST and info.size <= LARGEST_MANIFEST:
                manifest = parse(content.read())
                continue
            hashed = _Hashed(content)
            take(info.name, cast("IO[bytes]", hashed))
            while hashed.read(PIECE):
                pass
            passed[info.name] = hashed.member
            tar.members.clear()  # type: ignore[attr-defined]
    if manifest is None:
        raise BackupError(DAMAGED)
    _compare(manifest.members, passed)
    return manifest


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError) as error:
        raise BackupError(DAMAGED) from error


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name in {MANIFEST, KEYS} or (name.startswith((ROWS, MEDIA, BUNDLES)) and ".." not in parts)


def _compare(expected: Mapping[str, Member], passed: Mapping[str, Member]) -> None:
    wrong = sorted(name for name in expected.keys() | passed.keys() if expected.get(name) != passed.get(name))
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise BackupError(f"The backup is damaged: {wrong[0]}{more} differs from its manifest. Take another one.")

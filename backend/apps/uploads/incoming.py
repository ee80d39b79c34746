"""Files on their way: in a folder of their own until the request that brings them is answered."""

import errno
import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile

from apps.core.disk import require_room
from apps.core.errors import DiskFull, Problem, StorageAway


@dataclass(frozen=True, slots=True)
class Allowed:
    """How many files a form may have, and of how many bytes each; `variable` says who decides that."""

    files: int
    bytes_each: int
    variable: str


class ArrivedFile(TemporaryUploadedFile):
    """Lies among the files on their way under a name of its own: the sender's may have any ending of any length."""

    def __init__(self, name: str, allowed: Allowed) -> None:
        require_room()
        super().__init__("file", "", 0, None)
        with suppress(OSError):  # a file system without locks
            fcntl.flock(self.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        self.given_name = name
        self.name = name or "file"
        self.sha256 = ""
        self._hash = hashlib.sha256()
        self._allowed = allowed

    def add(self, piece: bytes) -> None:
        """Raises Problem 413 over the limit, StorageAway where the disk is full."""
        self.size = (self.size or 0) + len(piece)
        if self.size > self._allowed.bytes_each:
            limit = f"{self._allowed.bytes_each} bytes ({self._allowed.variable})"
            raise Problem(413, f"{self.name} is larger than the limit of {limit}.")
        self._hash.update(piece)
        with _disk_may_be_full():
            self.write(piece)

    def end(self) -> None:
        """It is whole. Raises StorageAway: what is small is written only now."""
        with _disk_may_be_full():
            self.seek(0)
        self.sha256 = self._hash.hexdigest()


def is_arriving(path: Path) -> bool:
    """Whether a process still has this file open; the system unlocks the files of one that was killed."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
    return False


@contextmanager
def _disk_may_be_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        kind = DiskFull if error.errno in {errno.ENOSPC, errno.EDQUOT} else StorageAway
        raise kind(f"The server cannot take files just now: {error.strerror}.") from error

"""The folder that an archive is unpacked into, with an account of what went in."""

import errno
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ml.datasets.archives.limits import Limits
from ml.datasets.archives.member_names import safe_name, shown
from ml.datasets.progress import Watch
from ml.errors import DataSetError

PIECE = 1 << 18
FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def telling_a_full_disk(doing: str) -> Iterator[None]:
    """Turn "no space left on device" into a sentence. Raises DataSetError."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise DataSetError(
            f"The disk is full while {doing}; nothing was kept. Free some space and try again."
        ) from error


class Destination:
    """Writes the members of one archive; every way to do harm by name, number or size ends in DataSetError."""

    def __init__(self, archive: Path, folder: Path, limits: Limits, watch: Watch) -> None:
        self.folder, self.limits, self.watch = folder, limits, watch
        self.allowed = limits.allowed_bytes(archive.stat().st_size)
        self.files, self.bytes, self.total = 0, 0, 0
        self._seen: set[str] = set()

    def expect(self, files: int, size: int) -> None:
        """Refuse before anything is written what the archive's own index says is too much."""
        self.total = files
        self._refuse_many(files)
        self._refuse_large(size)
        free, reserve = shutil.disk_usage(self.folder).free, self.limits.reserve
        if size > free - reserve:
            raise DataSetError(
                f"The archive unpacks to {mebibytes(size)} and the disk has {mebibytes(free)} left, of which "
                f"{mebibytes(reserve)} stay free; free some space and try again."
            )

    def write(self, raw_name: str, stream: IO[bytes]) -> None:
        """Copy one member into the folder, counting what really comes out."""
        target = self._new_file(raw_name)
        with target.open("xb") as file:
            while piece := stream.read(PIECE):
                self.bytes += len(piece)
                self._refuse_large(self.bytes)
                file.write(piece)
        self.files += 1
        self._refuse_many(self.files)
        self.watch.step("unpack", self.files, self.total)

    def _new_file(self, raw_name: str) -> Path:
        name = safe_name(raw_name)
        key = unicodedata.normalize("NFC", name.as_posix())
        if key in self._seen:
            raise DataSetError(f"{shown(raw_name)} is in the archive twice; which one is meant cannot be told.")
        self._seen.add(key)
        target = self.folder / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise DataSetError(f"{shown(raw_name)} lies in a folder that is a file in the same archive.") from error
        if target.exists():
            raise DataSetError(f"{shown(raw_name)} is both a file and a folder in the archive.")
        return target

    def _refuse_many(self, files: int) -> None:
        if files > self.limits.files:
            raise DataSetError(f"The archive has more than {self.limits.files:,} files, the limit.")

    def _refuse_large(self, size: int) -> None:
        if size > self.allowed:
            raise DataSetError(
                f"The archive unpacks to more than {self.allowed >> 20:,} MiB, which is over the limit "
                f"or more than {self.limits.ratio} times its own size, as bombs are."
            )


def mebibytes(size: int) -> str:
    """A size for a sentence; never 0 of something."""
    return f"{max(1, -(-size >> 20)):,} MiB"

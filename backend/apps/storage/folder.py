"""Files in a folder of this machine."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import IO

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import TemporaryUploadedFile

from apps.core.errors import StorageAway
from apps.storage.file_store import PIECE, Stored


class FolderStorage(FileSystemStorage):
    """Answers as `FileStore`."""

    def save(self, name: str, content: "File[bytes]", max_length: int | None = None) -> str:  # type: ignore[override]
        """As Django's; what has arrived on this disk is renamed, since no two files have one name here."""
        if not isinstance(content, TemporaryUploadedFile):
            return super().save(name, content, max_length)
        try:
            self._rename(Path(content.temporary_file_path()), Path(self.path(name)))
        except OSError:
            # Another disk, a full one, or a folder that is no folder: the longer way copies, or says what is wrong.
            return super().save(name, content, max_length)
        return name

    def _rename(self, source: Path, target: Path) -> None:
        if self.file_permissions_mode is not None:
            source.chmod(self.file_permissions_mode)
        try:
            source.rename(target)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)

    def _save(self, name: str, content: "File[bytes]") -> str:
        try:
            return str(super()._save(name, content))  # type: ignore[misc]  # the stubs leave it out
        except OSError as error:
            Path(self.path(name)).unlink(missing_ok=True)
            raise StorageAway(f"The file cannot be stored in {self.location}: {error.strerror}.") from error

    def own_path(self, name: str) -> Path | None:
        """The file itself."""
        return Path(self.path(name))

    def fetch(self, name: str, target: Path) -> None:
        """Copy it."""
        shutil.copyfile(self.path(name), target)

    def pieces(self, name: str, start: int, stop: int) -> Iterator[bytes]:
        """Opened at once, read as they are asked for."""
        try:
            file = Path(self.path(name)).open("rb")  # noqa: SIM115 - closed by the generator
        except FileNotFoundError:
            raise
        except OSError as error:
            raise StorageAway(f"A file in {self.location} cannot be read: {error.strerror}.") from error
        file.seek(start)
        return _read(file, stop - start)

    def files(self, prefix: str, after: str = "") -> Iterator[Stored]:
        """One walk over the folders."""
        for name, path in _walk(Path(self.location), prefix, after):
            if (status := _status_of(path)) and stat.S_ISREG(status.st_mode):
                yield Stored(name, datetime.fromtimestamp(status.st_mtime, UTC))

    def put_folder(self, source: Path, name: str, last: str) -> None:  # noqa: ARG002 - a rename needs no order
        """Copy beside the target, then rename: a half-copied folder is never seen."""
        target = Path(self.path(name))
        half: Path | None = None
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            half = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
            half.chmod(0o755)
            shutil.copytree(source, half, dirs_exist_ok=True)
            shutil.rmtree(target, ignore_errors=True)
            half.rename(target)
        except OSError as error:
            if half:
                # On a full volume the half copy would be what keeps it full.
                shutil.rmtree(half, ignore_errors=True)
            raise StorageAway(f"The folder {target} cannot be written: {_reason(error)}.") from error

    def check(self) -> None:
        """May this process write there?"""
        folder = Path(self.location)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageAway(f"The folder {folder} cannot be made: {error.strerror}.") from error
        if not os.access(folder, os.W_OK | os.X_OK):
            raise StorageAway(f"This user may not write into the folder {folder}.")

    def usable(self) -> bool:
        """A folder is not away."""
        return True


def _reason(error: OSError) -> str:
    """What was wrong, once: `copytree` tells of every file that it could not copy, as one long list of all."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        _source, copy, sentence = error.args[0][0]
        # The sentence is the text of an OSError: "[Errno 28] No space left on device: 'a' -> 'b'".
        return f"{str(sentence).partition('] ')[2].partition(':')[0] or sentence} ({Path(copy).name})"
    return error.strerror or str(error)


def _walk(folder: Path, prefix: str, after: str, above: str = "") -> Iterator[tuple[str, Path]]:
    """What is no folder, by name, in their order; folders that can hold nothing of it are not opened."""
    try:
        # A folder's files come where its name with a slash stands among the others, as in a bucket.
        entries = sorted(
            ((f"{above}{one.name}{'/' * one.is_dir(follow_symlinks=False)}", one) for one in os.scandir(folder)),
            key=itemgetter(0),
        )
    except FileNotFoundError:
        return
    for name, entry in entries:
        if name.endswith("/"):
            if (name.startswith(prefix) or prefix.startswith(name)) and (name > after or after.startswith(name)):
                yield from _walk(Path(entry.path), prefix, after, name)
        elif name.startswith(prefix) and name > after:
            yield name, Path(entry.path)


def _status_of(path: Path) -> os.stat_result | None:
    """None for a file that has gone while the folder was walked through."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _read(file: IO[bytes], left: int) -> Iterator[bytes]:
    with file:
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece

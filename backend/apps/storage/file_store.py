"""Where files lie: folders of the data dir, or a bucket. Both answer the same few questions.

`uploads` keeps its media and `catalogue` its bundles through this; which of the two it is, the settings say.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages

PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in storage and when it was written."""

    name: str
    modified: datetime


class FileStore(Protocol):
    """What Slipway asks of a storage. Every method raises StorageAway; reading raises FileNotFoundError too."""

    def save(self, name: str, content: "File[bytes]") -> str:
        """Write a file as a whole and return its name."""

    def delete(self, name: str) -> None:
        """Remove a file; one that is not there is no error."""

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""

    def own_path(self, name: str) -> Path | None:
        """Where the file would lie on this machine; None where it has to be fetched."""

    def fetch(self, name: str, target: Path) -> None:
        """Copy a file to `target`."""

    def pieces(self, name: str, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` to before `stop`, in pieces; what can fail fails before the first."""

    def files(self, prefix: str, after: str = "") -> Iterator[Stored]:
        """Every file whose name begins with `prefix` and comes after `after`, by name, many asked for at once."""

    def put_folder(self, source: Path, name: str, last: str) -> None:
        """Store a folder under `name`, in place of what was there. The file `last` is seen only when all others are."""

    def check(self) -> None:
        """Can it be used?"""

    def usable(self) -> bool:
        """False while it is known to be away; asks anew only then."""


def media() -> FileStore:
    """Where uploads lie."""
    return cast("FileStore", storages["default"])


def bundles() -> FileStore:
    """Where the bundles of all versions lie, as `slug/number/file`."""
    return cast("FileStore", storages["bundles"])


@contextmanager
def opened(store: FileStore, name: str) -> Iterator[IO[bytes]]:
    """A file to read from this machine; out of a bucket it is fetched first. Raises FileNotFoundError, StorageAway."""
    own = store.own_path(name)
    if own:
        with own.open("rb") as file:
            yield file
        return
    with tempfile.NamedTemporaryFile(prefix="fetched-", dir=settings.DATA_DIR) as copy:
        store.fetch(name, Path(copy.name))
        yield copy


def put(store: FileStore, source: Path, name: str) -> None:
    """Move a file of this machine into a storage, in place of what was there. Raises StorageAway."""
    own = store.own_path(name)
    if own:
        own.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, own)
        return
    # Storages give a file another name where one of that name lies already.
    store.delete(name)
    with source.open("rb") as content:
        store.save(name, File(content))


def check_storage() -> None:
    """For the start of a process. Raises StorageAway with a sentence that names what is wrong."""
    media().check()
    bundles().check()


def answers() -> str:
    """For readiness. Raises StorageAway."""
    media().check()
    return "answers"

"""Where backups lie: a folder or a bucket. What has its final name there is whole."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.core.files.storage import storages

from apps.backup.errors import BackupError
from apps.storage.file_store import FileStore, opened, put

LATEST = "latest"
NAME = re.compile(r"slipway-\d{8}T\d{6}Z(\.age)?\.tar")
# What processes that were killed left behind.
LEFT_BEHIND = ("scratch-*", "unpacked-*", "fetched-*", "*/.slipway-*.part")
LEFT_BEHIND_SECONDS = 24 * 3600


def name_at(moment: datetime, *, encrypted: bool) -> str:
    """The name of a backup that was begun then: in the order of the alphabet the newest is last."""
    return f"slipway-{moment:%Y%m%dT%H%M%SZ}{'.age' if encrypted else ''}.tar"


@contextmanager
def new(name: str) -> Iterator[Path]:
    """A file to write; it becomes the backup of that name when the context closes without an error.

    Raises:
        BackupError: there is one of that name.
        StorageAway: it cannot be stored.
    """
    own = _store().own_path(name)
    folder = own.parent if own else Path(settings.DATA_DIR) / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f".{name}.part"
    try:
        yield part
        if _store().exists(name):
            raise BackupError(f"There is a backup {name} already.")
        put(_store(), part, name)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def found(wanted: str) -> Iterator[tuple[str, IO[bytes]]]:
    """The name and the content of a backup: a file of this machine, the name of a stored one, or `latest`.

    Raises:
        BackupError: there is no such backup.
        StorageAway: the place cannot be read.
    """
    if wanted != LATEST and Path(wanted).is_file():
        with Path(wanted).open("rb") as file:
            yield Path(wanted).name, file
        return
    there, place = _names(), settings.SLIPWAY.backup_location
    if not there:
        raise BackupError(f"There is no backup in {place}: make one with `manage.py backup`.")
    if wanted != LATEST and wanted not in there:
        raise BackupError(f"{wanted} is neither a file nor a backup in {place}.")
    name = there[0] if wanted == LATEST else wanted
    with opened(_store(), name) as file:
        yield name, file


def prune(keep: int) -> int:
    """Remove all but the newest `keep` backups, and return how many went. Raises StorageAway."""
    old = _names()[keep:]
    for name in old:
        _store().delete(name)
    return len(old)


def clear_up() -> None:
    """Remove what processes left behind that were killed more than a day ago."""
    for path in (path for pattern in LEFT_BEHIND for path in Path(settings.DATA_DIR).glob(pattern)):
        if time.time() - path.stat().st_mtime > LEFT_BEHIND_SECONDS:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _names() -> list[str]:
    """All backups, newest first."""
    return sorted((one.name for one in _store().files("slipway-") if NAME.fullmatch(one.name)), reverse=True)


def _store() -> FileStore:
    return cast("FileStore", storages["backups"])

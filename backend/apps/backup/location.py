"""Where backups lie: a folder or a bucket. What has its final name there is whole."""

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages

from apps.backup.errors import BackupError
from apps.storage.file_store import FileStore

LATEST = "latest"
NAME = re.compile(r"slipway-\d{8}T\d{6}Z(\.age)?\.tar")
# What a run that was killed left behind.
LEFT_BEHIND = ("scratch-*", "unpacked-*", "*/.slipway-*.part")
LEFT_BEHIND_SECONDS = 24 * 3600


def name_at(moment: datetime, *, encrypted: bool) -> str:
    """The name of a backup that was begun then: in the order of the alphabet the newest is last."""
    return f"slipway-{moment:%Y%m%dT%H%M%SZ}{'.age' if encrypted else ''}.tar"


def names() -> list[str]:
    """All backups, newest first. Raises StorageAway."""
    return sorted((one.name for one in _store().files("slipway-") if NAME.fullmatch(one.name)), reverse=True)


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
        if own:
            part.rename(own)
        else:
            with part.open("rb") as content:
                _store().save(name, File(content))
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def opened(wanted: str) -> Iterator[tuple[str, IO[bytes]]]:
    """The name and the content of a backup: a file of this machine, the name of a stored one, or `latest`.

    Raises:
        BackupError: there is no such backup.
        StorageAway: the place cannot be read.
    """
    given = Path(wanted) if wanted != LATEST and Path(wanted).is_file() else None
    name = given.name if given else _find(wanted)
    own = given or _store().own_path(name)
    with tempfile.TemporaryDirectory(prefix="unpacked-", dir=settings.DATA_DIR) as folder:
        if own is None:
            own = Path(folder) / name
            _store().fetch(name, own)
        with own.open("rb") as file:
            yield name, file


def prune(keep: int) -> list[str]:
    """Remove all but the newest `keep` backups, and return the names of those that went. Raises StorageAway."""
    old = names()[keep:]
    for name in old:
        _store().delete(name)
    return old


def clear_up() -> None:
    """Remove what runs left behind that were killed more than a day ago."""
    for pattern in LEFT_BEHIND:
        for path in Path(settings.DATA_DIR).glob(pattern):
            if time.time() - path.stat().st_mtime > LEFT_BEHIND_SECONDS:
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _find(wanted: str) -> str:
    there, place = names(), settings.SLIPWAY.backup_location
    if not there:
        raise BackupError(f"There is no backup in {place}: make one with `manage.py backup`.")
    if wanted != LATEST and wanted not in there:
        raise BackupError(f"{wanted} is neither a file nor a backup in {place}.")
    return there[0] if wanted == LATEST else wanted


def _store() -> FileStore:
    return cast("FileStore", storages["backups"])

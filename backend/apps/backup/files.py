"""The files of all rooms, for backups, drills and integrity checks alike."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from apps.backup.manifest import Level, holds
from apps.catalogue import bundles as catalogue
from apps.storage import file_store
from apps.storage.file_sets import FileSet, StoreName
from apps.storage.file_store import FileStore
from apps.storage.folder import FolderStorage
from apps.training import files as training
from apps.uploads import files as uploads


def stores() -> dict[StoreName, FileStore]:
    """Where files lie. Those of training lie in the data dir, or what is mounted there, wherever the others are."""
    own = FolderStorage(location=settings.DATA_DIR)
    return {"media": file_store.media(), "models": file_store.bundles(), "training": own}


def file_sets(alias: str, level: Level, root: Path) -> Iterator[FileSet]:
    """All that the rows tell of; of training, whose lists are read below `root`, as much as the level holds."""
    yield from catalogue.file_sets(alias)
    yield uploads.file_set(alias)
    if holds(level, "results"):
        yield from training.results(alias, root)
    if holds(level, "frozen"):
        yield from training.frozen(alias, root)


def unlisted(alias: str, level: Level) -> Iterator[Path]:
    """Files and folders of training that no list names, some of which may not be there."""
    if holds(level, "results"):
        yield from training.records(alias)
    if holds(level, "all"):
        yield from training.resumable(alias)

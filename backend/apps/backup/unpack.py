"""From an archive into an empty database. Nothing is believed before the whole archive has been read and checked."""

import gzip
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import Error, connections, transaction

from apps.backup import keys, place
from apps.backup.archive import PIECE, read
from apps.backup.errors import BackupError
from apps.backup.manifest import ROWS, Manifest
from apps.backup.rows import digest_of, empty, load
from apps.backup.runs import Progress
from apps.backup.shape import Historical, historical_models, migrate_to, reset_sequences

# Without these it is no Slipway.
NEEDED = {"auth.user", "catalogue.version", "predictions.prediction", "uploads.upload"}
# What reading a part raises that nobody who is in his right mind has written.
NONSENSE = (
    gzip.BadGzipFile, zlib.error, EOFError, ValidationError, ValueError, TypeError, AttributeError, LookupError,
    OverflowError, RecursionError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A backup that is known to be whole, and the folder in which its members lie that were asked for."""

    name: str
    folder: Path
    manifest: Manifest


@contextmanager
def unpacked(asked: str, progress: Progress, wanted: Callable[[str], bool] = lambda _name: True) -> Iterator[Unpacked]:
    """Read a backup to its end; members whose names are `wanted` lie in the folder, all are checked.

    Raises:
        BackupError: there is no such backup, the key is wrong, or it is damaged.
        StorageAway: the place of the backups cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="unpacked-", dir=settings.DATA_DIR) as folder:
        root = Path(folder)

        def take(name: str, content: IO[bytes]) -> None:
            progress.tell(f"reads {name}")
            if wanted(name):
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as file:
                    shutil.copyfileobj(content, file, PIECE)

        with place.opened(asked) as (name, source):
            manifest = read(source, keys.opener(), take)
        yield Unpacked(name, root, manifest)


def fill(alias: str, backup: Unpacked, progress: Progress) -> None:
    """Give an empty database the tables and rows of a backup, as they were, and compare them with its manifest.

    Raises:
        BackupError: this Slipway is older than the backup, or the rows do not fit.
    """
    applied = backup.manifest.migrations
    if lacking := NEEDED - backup.manifest.tables.keys():
        raise BackupError(f"The file is no backup of Slipway: it has no tables {', '.join(sorted(lacking))}.")
    migrate_to(alias, applied)
    models = {model._meta.label_lower: model for model in historical_models(alias, applied)}
    try:
        with transaction.atomic(using=alias), connections[alias].constraint_checks_disabled():
            empty(alias, models)
            for label, model in models.items():
                _load(alias, label, model, backup, progress)
        connections[alias].check_constraints()
    except Error as error:
        raise BackupError(f"The rows do not fit into this database: {' '.join(str(error).split())}.") from error
    reset_sequences(alias, list(models.values()))
    for label, model in models.items():
        progress.tell(f"compares {label}")
        if digest_of(alias, model) != backup.manifest.tables.get(label):
            raise BackupError(f"The rows of {label} are not those that the manifest tells of; take another backup.")


def _load(alias: str, label: str, model: Historical, backup: Unpacked, progress: Progress) -> None:
    for part in sorted((backup.folder / ROWS / label).glob("*.jsonl.gz")):
        progress.tell(f"loads {label}, part {part.name.partition('.')[0].lstrip('0')}")
        try:
            with part.open("rb") as file:
                load(alias, model, file)
        except NONSENSE as error:
            raise BackupError(
                f"{part.relative_to(backup.folder)} holds no rows of {label}; take another backup."
            ) from error

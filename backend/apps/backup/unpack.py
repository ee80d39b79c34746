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

from apps.backup import location
from apps.backup.archive import PIECE, read
from apps.backup.errors import BackupError
from apps.backup.historical_models import historical_models, migrate_to, reset_sequences
from apps.backup.manifest import ROWS, Manifest
from apps.backup.rows import digest_of, empty, load
from apps.backup.runs import ProgressCallback

# Without these it is no Slipway.
NEEDED = {"auth.user", "catalogue.version", "predictions.prediction", "uploads.upload"}
# What reading a part raises that was not written by `rows.dump`.
UNREADABLE = (
    gzip.BadGzipFile, zlib.error, EOFError, ValidationError, ValueError, TypeError, AttributeError, LookupError,
    OverflowError, RecursionError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A backup that is known to be whole, and the folder in which the wanted ones of its members lie."""

    name: str
    folder: Path
    manifest: Manifest


@contextmanager
def unpacked(
    backup: str, progress: ProgressCallback, is_wanted: Callable[[str], bool] = lambda _name: True
) -> Iterator[Unpacked]:
    """Read a backup to its end; members whose names are wanted lie in the folder, all are checked.

    Raises:
        BackupError: there is no such backup, the key is wrong, or it is damaged.
        StorageAway: the place of the backups cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="unpacked-", dir=settings.DATA_DIR) as folder:
        root = Path(folder)

        def take(name: str, content: IO[bytes]) -> None:
            progress(f"reads {name}")
            if is_wanted(name):
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as file:
                    shutil.copyfileobj(content, file, PIECE)

        with location.found(backup) as (name, source):
            manifest = read(source, take)
        yield Unpacked(name, root, manifest)


def fill(alias: str, backup: Unpacked, progress: ProgressCallback) -> None:
    """Give an empty database the tables and rows of a backup, as they were, and compare them with its manifest.

    Raises:
        BackupError: this Slipway is older than the backup, or the rows do not fit.
    """
    tables, applied = backup.manifest.tables, backup.manifest.migrations
    if lacking := NEEDED - tables.keys():
        raise BackupError(f"The file is no backup of Slipway: it has no tables {', '.join(sorted(lacking))}.")
    migrate_to(alias, applied)
    models = historical_models(alias, applied)
    try:
        with transaction.atomic(using=alias), connections[alias].constraint_checks_disabled():
            empty(alias, models.values())
            for label, model in models.items():
                for part in sorted((backup.folder / ROWS / label).glob("*.jsonl.gz")):
                    progress(f"loads {label}, part {part.name.partition('.')[0].lstrip('0')}")
                    with part.open("rb") as file:
                        load(alias, model, file)
        connections[alias].check_constraints()
    except UNREADABLE as error:
        raise BackupError(f"The backup holds what are no rows of {label}; take another backup.") from error
    except Error as error:
        raise BackupError(f"The rows do not fit into this database: {' '.join(str(error).split())}.") from error
    reset_sequences(alias, models.values())
    for label, model in models.items():
        progress(f"compares {label}")
        if digest_of(alias, model) != tables.get(label):
            raise BackupError(f"The rows of {label} differ from what the manifest says; take another backup.")

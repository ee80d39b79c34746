"""Make a backup: the rows of one moment, keys, models' bundles, media, and what is wanted of training, in one file."""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import pyrage
from django.conf import settings
from django.db import connection

from apps.backup import location, secret_key
from apps.backup.archive import Writer, written
from apps.backup.databases import snapshot
from apps.backup.encryption import require_key
from apps.backup.errors import BackupError
from apps.backup.files import file_sets, stores, unlisted
from apps.backup.historical_models import LEFT_OUT, applied_migrations, historical_models
from apps.backup.manifest import KEYS, MEDIA, TRAINING, Level, Manifest, Table, holds, slipway_version
from apps.backup.rows import dump
from apps.backup.runs import Outcome, ProgressCallback
from apps.backup.schemas import RunFiguresSchema
from apps.storage.file_sets import FileSet
from apps.storage.file_store import opened
from apps.training import files as training


def back_up(progress: ProgressCallback, *, plain: bool = False) -> Outcome:
    """Write a backup to where SLIPWAY_BACKUP_URL says, and drop old ones beyond SLIPWAY_BACKUP_KEEP.

    Raises:
        BackupError: nothing says how to encrypt it, or it cannot be written.
        StorageAway: a storage cannot be used.
    """
    if not plain:
        require_key()
    location.clear_up()
    begun = datetime.now(UTC)
    name = location.name_at(begun, encrypted=not plain)
    with location.new(name) as path:
        try:
            with written(path, plain=plain) as archive:
                manifest = _fill(archive, begun, progress)
        except (OSError, pyrage.EncryptError) as error:
            reason = str(getattr(error, "strerror", None) or error)
            raise BackupError(f"The backup could not be written to {path.parent}: {reason}.") from error
        size = path.stat().st_size
        progress("stores the backup")
    removed = location.prune(settings.SLIPWAY.backup_keep)
    figures = RunFiguresSchema.of(manifest, begun).model_copy(update={"size": size, "removed": removed})
    return Outcome(_summary(manifest, name), figures, file=name)


def _fill(archive: Writer, begun: datetime, progress: ProgressCallback) -> Manifest:
    level: Level = settings.SLIPWAY.backup_training if training.are_mounted() else "none"
    tables: dict[str, Table] = {}
    with snapshot() as alias:
        applied = applied_migrations(alias)
        for label, model in historical_models(alias, applied).items():
            progress(f"writes the rows of {label}")
            tables[label] = dump(alias, model, archive)
        sets = list(file_sets(alias, level, settings.DATA_DIR))
        sources = list(training.sources(alias)) if holds(level, "all") else []
        others = list(unlisted(alias, level))
    archive.add_bytes(KEYS, secret_key.packed())
    copy = _Copy(archive, progress)
    for files in sets:
        copy.listed(files)
    for path in sources:
        copy.unlisted(path, required=True)
    for path in others:
        copy.unlisted(path, required=False)
    return archive.finish(
        lambda sums: Manifest(
            slipway=slipway_version(),
            created_at=begun,
            database=connection.vendor,
            migrations=applied,
            tables=tables,
            left_out=LEFT_OUT,
            missing=tuple(copy.missing),
            damaged=tuple(copy.damaged),
            media=copy.count[MEDIA],
            training=level,
            training_files=copy.count[TRAINING],
            sums=sums,
        )
    )


class _Copy:
    """Copies files into the archive; names are those of the archive."""

    def __init__(self, archive: Writer, progress: ProgressCallback) -> None:
        self.archive, self.progress = archive, progress
        self.count: Counter[str] = Counter()
        self.missing: list[str] = []
        self.damaged: list[str] = []

    def listed(self, files: FileSet) -> None:
        """One that is missing is noted: its owner may have deleted it meanwhile."""
        store = stores()[files.store]
        for number, (name, sha256) in enumerate(files.files(), start=1):
            if number % 50 == 1:
                self.progress(f"copies file {number} of {files.label or files.store}")
            try:
                with opened(store, name) as file:
                    copied = self._add(f"{files.store}/{name}", file)
            except FileNotFoundError:
                self.missing.append(f"{files.store}/{name}")
                continue
            if copied != sha256:
                self.damaged.append(f"{files.store}/{name}")

    def unlisted(self, top: Path, *, required: bool) -> None:
        """A file, or all of a folder, as far as it is there."""
        name, before = top.relative_to(settings.DATA_DIR).as_posix(), self.count[TRAINING]
        self.progress(f"copies {name}")
        for path, file in training.opened(top):
            self._add(f"{TRAINING}{path.relative_to(settings.DATA_DIR).as_posix()}", file)
        if required and self.count[TRAINING] == before:
            self.missing.append(f"{TRAINING}{name}")

    def _add(self, name: str, file: IO[bytes]) -> str:
        self.count[f"{name.partition('/')[0]}/"] += 1
        return self.archive.add(name, file, os.fstat(file.fileno()).st_size)


def _summary(manifest: Manifest, name: str) -> str:
    parts = [f"{name} holds {manifest.tables['predictions.prediction'].rows} predictions."]
    sets = manifest.tables["training.dataset"].rows if "training.dataset" in manifest.tables else 0
    if sets and not holds(manifest.training, "frozen"):
        wanted = settings.SLIPWAY.backup_training
        seen = wanted == manifest.training
        why = f"SLIPWAY_BACKUP_TRAINING={wanted}" if seen else "the folder datasets is not seen from here"
        parts.append(f"Without the files of {sets} data set{'s' if sets > 1 else ''} ({why}).")
    for files, wrong in ((manifest.missing, "were gone"), (manifest.damaged, "are not what was stored")):
        if files:
            parts.append(f"Files that {wrong}: {len(files)}, the first {files[0]}.")
    if manifest.missing or manifest.damaged:
        parts.append("Run `manage.py check_integrity --all`.")
    return " ".join(parts)

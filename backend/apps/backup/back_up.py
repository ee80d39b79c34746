"""Make a backup: the rows of one moment, keys, models' bundles, media, and what is wanted of training, in one file."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import pyrage
from django.conf import settings
from django.db import connection

from apps.backup import keys, place
from apps.backup.archive import Writer, written
from apps.backup.databases import snapshot
from apps.backup.errors import BackupError
from apps.backup.manifest import BUNDLES, KEYS, MEDIA, Manifest, Member, Table, slipway_version
from apps.backup.rows import dump
from apps.backup.runs import Progress, Report
from apps.backup.shape import LEFT_OUT, Applied, Historical, applied_migrations, historical_models
from apps.backup.training import pack
from apps.backup.training.sealed import holds
from apps.storage.file_store import FileStore, bundles, media
from ml.bundle import MANIFEST as BUNDLE_MANIFEST


@dataclass(slots=True)
class _Contents:
    """What goes into the archive, as the database of that moment says, and what became of it."""

    applied: Applied
    training: pack.Plan
    tables: dict[str, Table] = field(default_factory=dict)
    # Each with its sha256 before it. There may be very many: one text takes less than half of what a pair takes.
    files: list[str] = field(default_factory=list)
    bundles: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def back_up(progress: Progress, *, plain: bool = False) -> Report:
    """Write a backup to where SLIPWAY_BACKUP_URL says, and drop old ones beyond SLIPWAY_BACKUP_KEEP.

    Raises:
        BackupError: nothing says how to encrypt it, or it cannot be written.
        StorageAway: a storage cannot be used.
    """
    lock = keys.lock_unless(plain=plain)
    place.clear_up()
    begun = datetime.now(UTC)
    name = place.name_at(begun, encrypted=bool(lock))
    with place.new(name) as path:
        try:
            with written(path, lock) as archive:
                manifest = _fill(archive, begun, progress)
        except (OSError, pyrage.EncryptError) as error:
            said = str(getattr(error, "strerror", None) or error)
            raise BackupError(f"The backup could not be written to {path.parent}: {said}.") from error
        size = path.stat().st_size
        progress.tell("stores the backup")
    gone = place.prune(settings.SLIPWAY.backup_keep)
    return Report(_words(manifest, name), _figures(manifest, size, begun, gone), file=name)


def _fill(archive: Writer, begun: datetime, progress: Progress) -> Manifest:
    with snapshot() as alias:
        contents = _rows(alias, archive, progress)
    archive.add_bytes(KEYS, keys.pack())
    _bundles(contents, archive, progress)
    _media(contents, archive, progress)
    trained = pack.pack(contents.training, archive, progress)

    def describe(sums: Member) -> Manifest:
        return Manifest(
            slipway=slipway_version(),
            created_at=begun,
            database=connection.vendor,
            migrations=contents.applied,
            tables=contents.tables,
            left_out={**LEFT_OUT, **pack.LEFT_OUT[contents.training.level]},
            missing=(*contents.missing, *trained.missing),
            damaged=(*contents.damaged, *trained.damaged),
            media=len(contents.files) - sum(name.startswith(MEDIA) for name in contents.missing),
            training=contents.training.level,
            training_files=trained.files,
            sums=sums,
        )

    return archive.finish(describe)


def _rows(alias: str, archive: Writer, progress: Progress) -> _Contents:
    applied = applied_migrations(alias)
    models = {model._meta.label_lower: model for model in historical_models(alias, applied)}
    contents = _Contents(applied, pack.plan(alias, models))
    for label, model in models.items():
        progress.tell(f"writes the rows of {label}")
        contents.tables[label] = dump(alias, model, archive)
    uploads = _values(alias, models["uploads.upload"], "sha256", "file")
    contents.files = [f"{sha256} {name}" for sha256, name in uploads]
    versions = _values(alias, models["catalogue.version"], "model_id", "number", "manifest")
    contents.bundles = [(f"{slug}/{number}", tuple(manifest["files"])) for slug, number, manifest in versions]
    return contents


def _values(alias: str, model: Historical, *names: str) -> Iterator[Any]:
    return model._base_manager.using(alias).order_by("pk").values_list(*names).iterator()


def _bundles(contents: _Contents, archive: Writer, progress: Progress) -> None:
    for folder, files in contents.bundles:
        progress.tell(f"copies the model {folder}")
        for file in (BUNDLE_MANIFEST, *files):
            _copy(contents, archive, bundles(), f"{folder}/{file}", BUNDLES)


def _media(contents: _Contents, archive: Writer, progress: Progress) -> None:
    for number, both in enumerate(contents.files, start=1):
        sha256, _, name = both.partition(" ")
        if number % 50 == 0:
            progress.tell(f"copies file {number} of {len(contents.files)}")
        if _copy(contents, archive, media(), name, MEDIA) not in {None, sha256}:
            contents.damaged.append(f"{MEDIA}{name}")


def _copy(contents: _Contents, archive: Writer, store: FileStore, name: str, prefix: str) -> str | None:
    """The sha256 of what was copied, None for a file that is not there: its owner may have deleted it meanwhile."""
    try:
        with _local(store, name) as file:
            return archive.add(f"{prefix}{name}", file, os.fstat(file.fileno()).st_size).sha256
    except FileNotFoundError:
        contents.missing.append(f"{prefix}{name}")
        return None


@contextmanager
def _local(store: FileStore, name: str) -> Iterator[IO[bytes]]:
    own = store.own_path(name)
    if own:
        with own.open("rb") as file:
            yield file
        return
    with tempfile.TemporaryDirectory(prefix="unpacked-", dir=settings.DATA_DIR) as folder:
        copy = Path(folder) / "file"
        store.fetch(name, copy)
        with copy.open("rb") as file:
            yield file


def _figures(manifest: Manifest, size: int, begun: datetime, gone: list[str]) -> dict[str, Any]:
    return {
        "size": size,
        "rows": sum(table.rows for table in manifest.tables.values()),
        "predictions": manifest.tables["predictions.prediction"].rows,
        "media": manifest.media,
        "versions": manifest.tables["catalogue.version"].rows,
        "training": manifest.training_files,
        "missing": len(manifest.missing),
        "damaged": len(manifest.damaged),
        "seconds": round((datetime.now(UTC) - begun).total_seconds(), 3),
        "removed": len(gone),
    }


def _words(manifest: Manifest, name: str) -> str:
    words = f"{name} holds {manifest.tables['predictions.prediction'].rows} predictions."
    words += _without_training(manifest)
    if manifest.missing:
        words += f" Files that were gone: {len(manifest.missing)}, the first {manifest.missing[0]}."
    if manifest.damaged:
        words += f" Files that are not what was sent: {len(manifest.damaged)}, the first {manifest.damaged[0]}."
    if manifest.missing or manifest.damaged:
        words += " Run `manage.py check_integrity --all`."
    return words


def _without_training(manifest: Manifest) -> str:
    sets = manifest.tables["training.dataset"].rows if "training.dataset" in manifest.tables else 0
    if not sets or holds(manifest.training, "frozen"):
        return ""
    asked = settings.SLIPWAY.backup_training
    why = (
        f"SLIPWAY_BACKUP_TRAINING={asked}"
        if asked == manifest.training
        else "the folder datasets is not seen from here"
    )
    return f" Without the files of {sets} data set{'s' if sets > 1 else ''} ({why})."

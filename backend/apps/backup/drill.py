"""Restore the latest backup into a scratch database and compare: a backup is worth what its restore is."""

from collections.abc import Container, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath

from apps.backup.archive import sums_of
from apps.backup.databases import scratch
from apps.backup.manifest import BUNDLES, MEDIA, ROWS, SUMS, TRAINING
from apps.backup.place import LATEST
from apps.backup.runs import Finding, Progress, Report
from apps.backup.shape import Historical, historical_models, migrate_on
from apps.backup.training.sealed import LISTS, Sealed, WrongList, sealed
from apps.backup.unpack import Unpacked, fill, unpacked
from ml.bundle import MANIFEST as BUNDLE_MANIFEST

AGAIN = "Make a new backup, and see what `manage.py check_integrity --all` says."


def drill(progress: Progress, asked: str = LATEST) -> Report:
    """Restore a backup beside the usual database: every table's count and checksum, every file's sha256.

    Raises:
        BackupError: there is none, it cannot be opened, or it is damaged.
        StorageAway: the place of the backups cannot be read.
    """
    begun = datetime.now(UTC)
    with unpacked(asked, progress, _wanted) as backup, scratch() as alias:
        fill(alias, backup, progress)
        findings = (*_media(alias, backup), *_bundles(alias, backup), *_training(alias, backup))
        migrate_on(alias)
        manifest = backup.manifest
        figures = {
            "made_at": manifest.created_at.isoformat(),
            "tables": {label: table.rows for label, table in manifest.tables.items() if table.rows},
            "rows": sum(table.rows for table in manifest.tables.values()),
            "predictions": manifest.tables["predictions.prediction"].rows,
            "media": manifest.media,
            "versions": manifest.tables["catalogue.version"].rows,
            "training": manifest.training_files,
            "missing": len(manifest.missing),
            "seconds": round((datetime.now(UTC) - begun).total_seconds(), 3),
        }
        files = manifest.media + manifest.training_files
        words = f"{backup.name} was restored beside the database: {figures['rows']} rows and {files} files"
        end = f"; {len(findings)} do not agree." if findings else " agree with its manifest."
        return Report(words + end, figures, findings, file=backup.name)


def _media(alias: str, backup: Unpacked) -> Iterator[Finding]:
    """Every upload's file is in the backup, with the sha256 of its row, unless it was gone when the backup was made."""
    sums, missing = sums_of(backup.folder / SUMS, MEDIA), set(backup.manifest.missing)
    uploads = _model(alias, backup, "uploads.upload")
    for name, sha256 in uploads._base_manager.using(alias).values_list("file", "sha256").iterator():
        found = sums.get(name)
        if found is None and f"{MEDIA}{name}" not in missing:
            yield Finding(name, "The file of this upload is not in the backup.", AGAIN)
        elif found and found.hex() != sha256:
            yield Finding(name, "The file is not the one that was sent: its sha256 differs from its row.", AGAIN)


def _bundles(alias: str, backup: Unpacked) -> Iterator[Finding]:
    """Every version's bundle is there, with the sha256 of its row and of its own manifest."""
    sums = sums_of(backup.folder / SUMS, BUNDLES)
    versions = _model(alias, backup, "catalogue.version")
    rows = versions._base_manager.using(alias).values_list("model_id", "number", "digest", "manifest")
    for slug, number, digest, manifest in rows:
        for file, sha256 in {BUNDLE_MANIFEST: digest, **manifest["files"]}.items():
            if sums.get(f"{slug}/{number}/{file}", b"").hex() != sha256:
                yield Finding(f"{slug} v{number}", f"{file} is missing in the backup or damaged.", AGAIN)


def _training(alias: str, backup: Unpacked) -> Iterator[Finding]:
    """Every frozen data set, run and variant that belongs into it is there, with the sha256 of its row and its list."""
    sums, missing = sums_of(backup.folder / SUMS, TRAINING), set(backup.manifest.missing)
    models = historical_models(alias, backup.manifest.migrations)
    for one in sealed(alias, {model._meta.label_lower: model for model in models}, backup.manifest.training):
        was_there = f"{one.folder}/{one.seal}" in sums
        if was_there or not (one.left_out or f"{TRAINING}{one.folder}/{one.seal}" in missing):
            wrong = _wrong(one, backup, sums, missing)
            if wrong:
                yield Finding(one.label, wrong, AGAIN)


def _wrong(one: Sealed, backup: Unpacked, sums: Mapping[str, bytes], missing: Container[str]) -> str:
    try:
        for file, sha256 in one.files(backup.folder / TRAINING / one.folder):
            name = f"{one.folder}/{file}"
            if name not in sums and f"{TRAINING}{name}" not in missing:
                return f"{file} is not in the backup."
            if name in sums and sums[name].hex() != sha256:
                return f"{file} is not the one that was made: its sha256 differs."
    except FileNotFoundError as error:
        return f"{PurePosixPath(error.filename).name} is not in the backup."
    except WrongList as error:
        return f"{error}."
    return ""


def _wanted(name: str) -> bool:
    return name.startswith((ROWS, SUMS)) or (name.startswith(TRAINING) and PurePosixPath(name).name in LISTS)


def _model(alias: str, backup: Unpacked, label: str) -> Historical:
    models = historical_models(alias, backup.manifest.migrations)
    return next(model for model in models if model._meta.label_lower == label)

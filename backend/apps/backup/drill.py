"""Restore the latest backup into a scratch database and compare: a backup is worth what its restore is."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePosixPath

from apps.backup.archive import sums_of
from apps.backup.databases import scratch
from apps.backup.files import file_sets
from apps.backup.historical_models import migrate_on
from apps.backup.location import LATEST
from apps.backup.manifest import ROWS, SUMS, TRAINING
from apps.backup.runs import Outcome, ProgressCallback
from apps.backup.schemas import FindingSchema, RunFiguresSchema
from apps.backup.unpack import Unpacked, fill, unpacked
from apps.training.files import LISTS

ADVICE = "Make a new backup, and see what `manage.py check_integrity --all` says."


def drill(progress: ProgressCallback, backup: str = LATEST) -> Outcome:
    """Restore a backup beside the usual database: every table's count and checksum, every file's sha256.

    Raises:
        BackupError: there is none, it cannot be decrypted, or it is damaged.
        StorageAway: the place of the backups cannot be read.
    """
    begun = datetime.now(UTC)
    with unpacked(backup, progress, _is_wanted) as found, scratch() as alias:
        fill(alias, found, progress)
        migrate_on(alias)
        # One finding says enough of a model or a data set.
        findings = tuple({finding.subject: finding for finding in _compare(alias, found)}.values())
        manifest = found.manifest
        counts = {label: table.rows for label, table in manifest.tables.items() if table.rows}
        figures = RunFiguresSchema.of(manifest, begun).model_copy(update={"tables": counts})
        files = manifest.media + manifest.training_files
        words = f"{found.name} was restored beside the database: {figures.rows} rows and {files} files"
        end = f"; {len(findings)} do not agree." if findings else " agree with its manifest."
        return Outcome(words + end, figures, findings, file=found.name)


def _compare(alias: str, backup: Unpacked) -> Iterator[FindingSchema]:
    """Every file is there, with the sha256 of its row or list, unless it was missing when the backup was made."""
    sums, known = sums_of(backup.folder / SUMS), set(backup.manifest.missing)
    for files in file_sets(alias, backup.manifest.training, backup.folder / TRAINING):
        for name, sha256 in files.files():
            inside = f"{files.store}/{name}"
            if inside not in sums and inside not in known:
                detail = f"{name} is not in the backup."
            elif inside in sums and sums[inside].hex() != sha256:
                detail = f"{name} is not the one that was stored: its sha256 differs."
            else:
                continue
            yield FindingSchema(subject=files.label or name, detail=detail, advice=ADVICE)


def _is_wanted(name: str) -> bool:
    return name.startswith((ROWS, SUMS)) or (name.startswith(TRAINING) and PurePosixPath(name).name in LISTS)

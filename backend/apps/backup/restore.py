"""Bring a backup back. The usual database and the files are touched only when all of the backup is known to fit."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.db import connection

from apps.backup import keys
from apps.backup.databases import promote, scratch
from apps.backup.errors import BackupError
from apps.backup.manifest import BUNDLES, MEDIA
from apps.backup.models import Job, Run
from apps.backup.runs import Progress, Report, record
from apps.backup.shape import migrate_on
from apps.backup.training.put_back import put_back
from apps.backup.unpack import Unpacked, fill, unpacked
from apps.catalogue.models import Worker
from apps.storage.file_store import FileStore, bundles, media
from ml.bundle import MANIFEST as BUNDLE_MANIFEST

# What only people bring: where there is none of it, there is nothing to lose. The first administrator and the models
# that come with Slipway are there after every start.
PRECIOUS = {
    "predictions_prediction": ("predictions", ""),
    "uploads_upload": ("files", ""),
    "accounts_apikey": ("API keys", ""),
    "auth_user": ("people", "NOT is_superuser"),
    "catalogue_version": ("models of your own", "NOT shipped"),
    "training_dataset": ("data sets", ""),
    "training_run": ("training runs", ""),
}


def restore(asked: str, *, replace: bool = False, keys_to: Path | None = None) -> Run:
    """Bring back the backup `asked` (a file, the name of a stored one, or `latest`) and migrate it to this version.

    Args:
        replace: give up what is in the database now.
        keys_to: a file to write the keys of the backup to.

    Raises:
        BackupError: the place is in use or not empty, or the backup cannot be restored. Nothing was changed.
        StorageAway: a storage cannot be used. The database is as it was.
    """
    begun = datetime.now(UTC)
    progress = Progress()
    with _alone():
        if not replace:
            _refuse_to_overwrite()
        with unpacked(asked, progress) as backup, scratch() as alias:
            fill(alias, backup, progress)
            migrate_on(alias)
            key = keys.take_out(backup.folder, keys_to)
            _put_files(backup)
            put_back(alias, backup.folder)
            promote(alias)
            ContentType.objects.clear_cache()
            left_to_do = keys.put_back(key, keys_to)
            return record(Job.RESTORE, _report(backup, begun, left_to_do))


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else works on this Slipway: `make run` holds a lock on the data dir, other workers report themselves."""
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    with (Path(settings.DATA_DIR) / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BackupError(f"A Slipway runs on {settings.DATA_DIR}. Stop it, then restore.") from error
        if connection.vendor == "postgresql" and "catalogue_worker" in connection.introspection.table_names():
            fresh = ", ".join(worker.name for worker in Worker.fresh())
            if fresh:
                raise BackupError(
                    f"Workers answered within the last minute: {fresh}. Stop web, workers and scheduler, "
                    "wait a minute, then restore."
                )
        yield


def _refuse_to_overwrite() -> None:
    there = set(connection.introspection.table_names())
    for table, (words, condition) in PRECIOUS.items():
        if table in there and (count := _count(table, condition)):
            raise BackupError(
                f"This Slipway is not empty: it has {count} {words}. Restore into an empty one (another "
                "SLIPWAY_DATA_DIR, or an empty database), or add --replace, which gives up what is here."
            )


def _count(table: str, condition: str) -> int:
    # The tables may be of another version than this code's models.
    where = f" WHERE {condition}" if condition else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}{where}")  # noqa: S608 - our own words
        return int(cursor.fetchone()[0])


def _put_files(backup: Unpacked) -> None:
    for prefix, store in ((BUNDLES, bundles()), (MEDIA, media())):
        root = backup.folder / prefix
        # A bundle counts as stored when its manifest is there: those come last.
        for manifests in (False, True):
            for file in root.rglob("*"):
                if file.is_file() and (file.name == BUNDLE_MANIFEST) == manifests:
                    _put(file, store, file.relative_to(root).as_posix())


def _put(source: Path, store: FileStore, name: str) -> None:
    own = store.own_path(name)
    if own:
        own.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, own)
        return
    # Storages give a file another name where one of that name lies already.
    store.delete(name)
    with source.open("rb") as content:
        store.save(name, File(content))


def _report(backup: Unpacked, begun: datetime, left_to_do: str) -> Report:
    manifest = backup.manifest
    predictions = manifest.tables["predictions.prediction"].rows
    figures = {
        "made_at": manifest.created_at.isoformat(),
        "rows": sum(table.rows for table in manifest.tables.values()),
        "predictions": predictions,
        "media": manifest.media,
        "versions": manifest.tables["catalogue.version"].rows,
        "training": manifest.training_files,
        "missing": len(manifest.missing),
        "seconds": round((datetime.now(UTC) - begun).total_seconds(), 3),
    }
    words = f"{backup.name} of {manifest.created_at:%Y-%m-%d %H:%M} UTC is restored, with {predictions} predictions."
    return Report(f"{words} {left_to_do}".strip(), figures, file=backup.name)

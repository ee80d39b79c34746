"""Bring a backup back. The usual database and the files are touched only when all of the backup is known to fit."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from apps.backup import secret_key
from apps.backup.databases import promote, scratch
from apps.backup.errors import BackupError
from apps.backup.files import stores
from apps.backup.historical_models import migrate_on
from apps.backup.models import BackupRun, Operation
from apps.backup.runs import Outcome, record
from apps.backup.schemas import RunFiguresSchema
from apps.backup.unpack import Unpacked, fill, unpacked
from apps.catalogue.models import Worker
from apps.storage.file_store import put
from apps.training.files import LISTS, mark_what_is_missing

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


def restore(wanted: str, *, replace: bool = False, keys_to: Path | None = None) -> BackupRun:
    """Bring back a backup (a file, the name of a stored one, or `latest`) and migrate it to this version.

    Args:
        replace: give up what is in the database now.
        keys_to: a file to write the keys of the backup to.

    Raises:
        BackupError: the place is in use or not empty, or the backup cannot be restored. Nothing was changed.
        StorageAway: a storage cannot be used. The database is as it was.
    """
    begun = datetime.now(UTC)
    with _alone():
        if not replace:
            _refuse_to_overwrite()
        with unpacked(wanted, _unseen) as backup, scratch() as alias:
            fill(alias, backup, _unseen)
            migrate_on(alias)
            key = secret_key.taken_out(backup.folder, keys_to)
            _put_files(backup)
            mark_what_is_missing(alias)
            promote(alias)
            ContentType.objects.clear_cache()
            left_to_do = secret_key.put_back(key, keys_to)
            figures = RunFiguresSchema.of(backup.manifest, begun)
            return record(Operation.RESTORE, Outcome(_summary(backup, left_to_do), figures, file=backup.name))


def _unseen(_step: str) -> None:
    """Nobody can look on: there is no database to write the progress into."""


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
    for name, store in stores().items():
        root = backup.folder / name
        # What has a list counts as stored when the list is there: lists come last.
        for lists in (False, True):
            for file in root.rglob("*"):
                if file.is_file() and (file.name in LISTS) == lists:
                    put(store, file, file.relative_to(root).as_posix())


def _summary(backup: Unpacked, left_to_do: str) -> str:
    predictions = backup.manifest.tables["predictions.prediction"].rows
    made_at = f"{backup.manifest.created_at:%Y-%m-%d %H:%M}"
    return f"{backup.name} of {made_at} UTC is restored, with {predictions} predictions. {left_to_do}".strip()

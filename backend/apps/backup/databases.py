"""Two databases beside the usual one: the same, held still for a backup; and an empty one for a restore or a drill."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, ProgrammingError, connection, connections, transaction

from apps.backup.errors import BackupError

SNAPSHOT, SCRATCH = "snapshot", "scratch"
LOCK_SECONDS = 10


@contextmanager
def snapshot() -> Iterator[str]:
    """The alias of the database as it is at this moment, whatever is written meanwhile. Nobody waits for it."""
    deferred = {"transaction_mode": "DEFERRED"} if connection.vendor == "sqlite" else {}
    with _another(SNAPSHOT, options=deferred) as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            if connections[alias].vendor == "postgresql":
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            # On both the first look is what is held.
            cursor.execute("SELECT count(*) FROM django_migrations")
        yield alias


@contextmanager
def scratch() -> Iterator[str]:
    """The alias of an empty database, which is gone afterwards: a file of its own, or a schema of its own."""
    with _scratch_schema() if connection.vendor == "postgresql" else _scratch_file() as alias:
        yield alias


def promote(alias: str) -> None:
    """Put the tables of the scratch database in the place of the usual ones. All or nothing.

    Raises:
        BackupError: somebody uses the usual ones.
    """
    if connection.vendor == "postgresql":
        _promote_schema(str(connections[alias].settings_dict["SCHEMA"]))
        return
    file, usual = Path(connections[alias].settings_dict["NAME"]), Path(connection.settings_dict["NAME"])
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA journal_mode=DELETE")
    connections[alias].close()
    connection.close()
    for log in ("-wal", "-shm"):
        usual.with_name(usual.name + log).unlink(missing_ok=True)
    file.replace(usual)


@contextmanager
def _scratch_file() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="scratch-", dir=settings.DATA_DIR))
    try:
        with _another(SCRATCH, options={}, NAME=folder / "slipway.sqlite3") as alias:
            yield alias
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _scratch_schema() -> Iterator[str]:
    name = f"slipway_scratch_{secrets.token_hex(4)}"
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {name}")
    except ProgrammingError as error:
        raise BackupError(
            "The database user may not make a schema, where a backup is tried out and restored: "
            "GRANT CREATE ON DATABASE … TO …, as the database's owner."
        ) from error
    try:
        given = str(connection.settings_dict["OPTIONS"].get("options", ""))
        with _another(SCRATCH, options={"options": f"{given} -c search_path={name}".strip()}, SCHEMA=name) as alias:
            yield alias
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")


def _promote_schema(scratch_name: str) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            cursor.execute("SELECT current_schema()")
            (usual,) = cursor.fetchone()
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [scratch_name])
            tables = [connection.ops.quote_name(table) for (table,) in cursor.fetchall()]
            # Only what is replaced goes: somebody else's tables may live in this schema too.
            for table in tables:
                cursor.execute(f"DROP TABLE IF EXISTS {usual}.{table} CASCADE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {scratch_name}.{table} SET SCHEMA {usual}")
    except OperationalError as error:
        raise BackupError(
            f"The database's tables are in use: {' '.join(str(error).split())}. "
            "Stop web, workers and scheduler, then restore."
        ) from error


@contextmanager
def _another(alias: str, options: Mapping[str, str], **changes: object) -> Iterator[str]:
    """A further connection with the settings of the usual one but for these."""
    usual = connections[DEFAULT_DB_ALIAS].settings_dict
    connections.settings[alias] = {**usual, **changes, "OPTIONS": {**usual["OPTIONS"], **options}}
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]

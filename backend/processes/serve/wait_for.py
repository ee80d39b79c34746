"""Wait for what a process needs before it can start: the database, the broker, the storage, the migrations.

Each function waits up to `patience` seconds, says so every ten, then exits with one sentence. None shows a password.
"""

import sys
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis
from redis.exceptions import AuthenticationError, AuthorizationError, RedisError

from apps.core.errors import StorageAway
from apps.storage.file_store import check_storage

SAY_AGAIN_SECONDS = 10.0
ASK_SECONDS = 0.5
# What a PostgreSQL refuses only for now.
PASSING = ("starting up", "shutting down", "recovery", "too many", "remaining connection slots")


class Away(Exception):
    """Something is not there. The message is what a person reads; `hopeless`: waiting would not help."""

    def __init__(self, sentence: str, *, hopeless: bool = False) -> None:
        super().__init__(sentence)
        self.hopeless = hopeless


def database(patience: float) -> None:
    """Return when the database answers."""
    _wait("the database", ask_database, patience)


def broker(patience: float) -> None:
    """Return when the broker answers."""
    _wait("the broker", ask_broker, patience)


def storage(patience: float) -> None:
    """Return when the place of media and models can be used."""
    _wait("the storage", ask_storage, patience)


def migrations(patience: float) -> None:
    """Return when each migration that this code knows is applied. A database that is further than the code is fine."""
    _wait("the migrations", ask_migrations, patience)
    # No connection may be shared with the processes that fork off this one.
    connection.close()


def _wait(what: str, ask: Callable[[], None], seconds: float) -> None:
    ends = time.monotonic() + seconds
    say_at = 0.0
    while True:
        try:
            return ask()
        except Away as away:
            if away.hopeless:
                sys.exit(str(away))
            now = time.monotonic()
            if now >= ends:
                sys.exit(f"{away} Waited {seconds:g} s for {what}.")
            if now >= say_at:
                print(f"{away} Waiting.", file=sys.stderr, flush=True)  # noqa: T201 - before there is any logging
                say_at = now + SAY_AGAIN_SECONDS
            time.sleep(ASK_SECONDS)


def ask_database() -> None:
    """Raises Away unless a connection can be made."""
    try:
        connection.close()
        connection.ensure_connection()
    except Error as error:
        text = str(error).partition("\n")[0]
        reason = text.rpartition("failed: ")[2].removeprefix("FATAL: ").strip().rstrip(".")
        if "FATAL:" in text and not any(words in text for words in PASSING):
            raise Away(f"DATABASE_URL: {_database_place()} refuses: {reason}.", hopeless=True) from None
        raise Away(f"DATABASE_URL: {_database_place()} cannot be reached: {reason}.") from None


def _database_place() -> str:
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"the database {place['NAME']}"
    return f"the database {place['NAME']} at {place['HOST'] or 'this machine'}:{place['PORT'] or 5432}"


def ask_broker() -> None:
    """Raises Away unless the broker answers."""
    place = urlsplit(settings.REDIS_URL)
    where = f"{place.hostname}:{place.port or 6379}" if place.hostname else place.path
    client = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=5, socket_timeout=5)
    try:
        client.ping()
    except (AuthenticationError, AuthorizationError) as error:
        raise Away(f"REDIS_URL: the broker at {where} refuses: {str(error).rstrip('.')}.", hopeless=True) from None
    except (RedisError, OSError) as error:
        raise Away(f"REDIS_URL: the broker at {where} cannot be reached: {str(error).rstrip('.')}.") from None
    finally:
        client.close()


def ask_storage() -> None:
    """Raises Away unless the storage answers."""
    try:
        check_storage()
    except StorageAway as away:
        raise Away(f"SLIPWAY_STORAGE_URL: {away}") from None


def ask_migrations() -> None:
    """Raises Away while a migration is not applied."""
    ask_database()
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        first = pending[0][0]
        raise Away(
            f"DATABASE_URL: {len(pending)} migrations are not applied to {_database_place()}, the first is "
            f"{first.app_label} {first.name}. Run `python -m processes.serve migrate` (once, for all)."
        )

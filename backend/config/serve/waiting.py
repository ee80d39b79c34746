"""Bounded patience, in seconds, for what a process needs before it can start: the database, the broker, the migrations.

Each waits in sentences and gives up in one. None shows a password.
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

from apps.core.storage import StorageAway, check_storage

SAY_AGAIN_SECONDS = 10.0
ASK_SECONDS = 0.5
# What a PostgreSQL refuses only for now.
PASSING = ("starting up", "shutting down", "recovery", "too many", "remaining connection slots")


class Away(Exception):
    """Something is not there. The message is what a person reads; `hopeless`: waiting would not help."""

    def __init__(self, sentence: str, *, hopeless: bool = False) -> None:
        super().__init__(sentence)
        self.hopeless = hopeless


def for_database(patience: float) -> None:
    """Return when the database answers."""
    _wait(ask_database, patience)


def for_broker(patience: float) -> None:
    """Return when the broker answers."""
    _wait(ask_broker, patience)


def for_storage(patience: float) -> None:
    """Return when the place of media and models can be used."""
    _wait(ask_storage, patience)


def for_migrations(patience: float) -> None:
    """Return when each migration that this code knows is applied. A database that is further than the code is fine."""
    _wait(ask_migrations, patience)
    # No connection may be shared with the processes that fork off this one.
    connection.close()


def _wait(ask: Callable[[], None], seconds: float) -> None:
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
                sys.exit(f"{away} It was waited for during {seconds:g} s.")
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
        said = str(error).partition("\n")[0]
        reason = said.rpartition("failed: ")[2].removeprefix("FATAL: ").strip().rstrip(".")
        if "FATAL:" in said and not any(words in said for words in PASSING):
            raise Away(f"DATABASE_URL: {_database_place()} refuses: {reason}.", hopeless=True) from None
        raise Away(f"DATABASE_URL: {_database_place()} cannot be reached: {reason}.") from None


def _database_place() -> str:
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"the database {told['NAME']}"
    return f"the database {told['NAME']} at {told['HOST'] or 'this machine'}:{told['PORT'] or 5432}"


def ask_broker() -> None:
    """Raises Away unless the broker answers."""
    place = urlsplit(settings.REDIS_URL)
    where = f"{place.hostname}:{place.port or 6379}" if place.hostname else place.path
    broker = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=5, socket_timeout=5)
    try:
        broker.ping()
    except (AuthenticationError, AuthorizationError) as error:
        raise Away(f"REDIS_URL: the broker at {where} refuses: {str(error).rstrip('.')}.", hopeless=True) from None
    except (RedisError, OSError) as error:
        raise Away(f"REDIS_URL: the broker at {where} cannot be reached: {str(error).rstrip('.')}.") from None
    finally:
        broker.close()


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
            f"{first.app_label} {first.name}. Run `python -m config.serve migrate` (once, for all)."
        )

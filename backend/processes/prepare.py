"""Database, first administrator and default models, in one process that loads Django once.

Writes how to sign in to the file that its argument names: it is shown when everything answers.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import Error as DatabaseError
from django.db import connection

from apps.core.errors import Problem, StorageAway

# Any number, as long as nobody else in this database takes it.
ADVISORY_LOCK = 0x511B3A7
ASK_SECONDS = 0.5


def prepare() -> str:
    """Make ready what is not, and say how to sign in. A second run, even at the same time, changes nothing.

    Exits with a sentence where that cannot be done.
    """
    try:
        with _alone():
            return _prepare()
    except (CommandError, Problem, StorageAway) as error:
        sys.exit(str(error))
    except DatabaseError as error:
        sys.exit(f"DATABASE_URL: the database cannot be made ready: {' '.join(str(error).split())}")


def _prepare() -> str:
    from apps.accounts.first_admin import ensure_admin  # noqa: PLC0415 - models exist only after setup()
    from apps.audit import guards  # noqa: PLC0415
    from apps.catalogue.models import Worker  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    guards.put_up()
    if connection.vendor == "sqlite":
        # The data dir is ours alone, so whoever reported from it is gone: readiness shall not believe a report of
        # less than a minute ago.
        Worker.objects.all().delete()
    call_command("install_bundles")
    admin = ensure_admin(settings.SLIPWAY.admin_username, settings.SLIPWAY.admin_password)
    password = f", password {admin.random_password}" if admin.random_password else ""
    return f"sign in as {admin.username}{password}"


@contextmanager
def _alone() -> Iterator[None]:
    """One after the other on PostgreSQL, where two roll-outs may meet. The lock ends with the connection at last."""
    if connection.vendor != "postgresql":
        yield
        return
    # Asked for again and again: to wait within a statement would keep an index of the other from being made
    # CONCURRENTLY, which waits for all statements that have begun.
    while not _taken():
        time.sleep(ASK_SECONDS)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


def _taken() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
        return bool(cursor.fetchone()[0])


if __name__ == "__main__":
    django.setup()
    Path(sys.argv[1]).write_text(prepare(), encoding="utf-8")

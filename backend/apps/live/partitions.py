"""On PostgreSQL the events of a day are a table of their own, a partition, which is dropped whole.

Nobody waits for a million rows to be deleted, and no vacuum has to follow. Those of the next days are made ahead; what
finds none, as old events of a backup, is in the partition for others. Each has its own indexes: they are no part of
the table, so that the one of former times, which has others, can be a partition too (migration 0003).
"""

# ruff: noqa: S608 - the names in the statements are made here
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

from django.db import OperationalError, ProgrammingError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

logger = logging.getLogger(__name__)
TABLE, OTHERS = "live_event", "live_event_other"
DAY, BEFORE = f"{TABLE}_", f"{TABLE}_before_"
OWN = re.compile(rf"{TABLE}_(before_)?\d{{8}}")
DAYS_AHEAD, ONE_DAY = 7, timedelta(days=1)
# Who writes an event stands behind us while we wait for somebody who reads, a backup say. The next hour tries again.
PATIENCE = "200ms"
UNDEFINED_TABLE = "42P01"


def make_ahead(connection: BaseDatabaseWrapper, today: date) -> None:
    """Make what is missing for today and the days after it."""
    for number in range(DAYS_AHEAD + 1):
        day = today + number * ONE_DAY
        with _patiently(connection, f"the partition for events of {day}") as cursor:
            # One makes them at a time, and nobody else is kept waiting.
            cursor.execute(f"LOCK TABLE {TABLE} IN SHARE UPDATE EXCLUSIVE MODE")
            if not _is_covered(cursor, day):
                _make(cursor, day)


def ended(connection: BaseDatabaseWrapper, moment: datetime) -> list[str]:
    """The partitions of days all of whose events are older than `moment`."""
    with connection.cursor() as cursor:
        return [name for name, end in _ends(cursor).items() if end <= moment.astimezone(UTC).date()]


def drop(connection: BaseDatabaseWrapper, name: str) -> None:
    """Drop a partition with its events, unless another has; later, where somebody reads just now."""
    with _patiently(connection, f"the partition {name}") as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")


@contextmanager
def unless_dropped() -> Iterator[None]:
    """For what reads one partition: another, who trims at the same time, may have dropped it."""
    try:
        yield
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", "") != UNDEFINED_TABLE:
            raise


def index(cursor: CursorWrapper, name: str) -> None:
    """What events are found by. Several of one thing take the place of one in its index, which needs no order."""
    cursor.execute(f"CREATE UNIQUE INDEX ON {name} (user_id, seq)")
    cursor.execute(f"CREATE INDEX ON {name} (subject)")


def name_of(day: date) -> str:
    """The partition of one day."""
    return f"{DAY}{day:%Y%m%d}"


def name_before(day: date) -> str:
    """The partition of all that was before a day, which the table of former times has become."""
    return f"{BEFORE}{day:%Y%m%d}"


def start_of(day: date) -> datetime:
    """Midnight, UTC."""
    return datetime.combine(day, time(), UTC)


@contextmanager
def _patiently(connection: BaseDatabaseWrapper, what: str) -> Iterator[CursorWrapper]:
    """A transaction that gives up soon where it would have to wait."""
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            yield cursor
    except OperationalError as error:
        logger.warning("%s waits for the next hour: %s", what, error)


def _ends(cursor: CursorWrapper) -> dict[str, date]:
    """The day by which each has ended, but for that of others, and what somebody else has made, an archive say."""
    cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [TABLE])
    names = {name for (name,) in cursor.fetchall() if OWN.fullmatch(name)}
    before = {name: date.fromisoformat(name.removeprefix(BEFORE)) for name in names if name.startswith(BEFORE)}
    days = {name: date.fromisoformat(name.removeprefix(DAY)) + ONE_DAY for name in names - set(before)}
    return {**before, **days}


def _is_covered(cursor: CursorWrapper, day: date) -> bool:
    """By its own partition, by that of former times, or by others among which its first events are already."""
    ends = _ends(cursor)
    if name_of(day) in ends or any(name.startswith(BEFORE) and day < end for name, end in ends.items()):
        return True
    found = f"SELECT EXISTS (SELECT FROM {OTHERS} WHERE at >= %s AND at < %s)"
    cursor.execute(found, [start_of(day), start_of(day + ONE_DAY)])
    return bool(cursor.fetchone() == (True,))


def _make(cursor: CursorWrapper, day: date) -> None:
    name, values = name_of(day), f"FROM ('{start_of(day)}') TO ('{start_of(day + ONE_DAY)}')"
    cursor.execute(f"CREATE TABLE {name} (LIKE {TABLE})")
    index(cursor, name)
    cursor.execute(f"ALTER TABLE {TABLE} ATTACH PARTITION {name} FOR VALUES {values}")

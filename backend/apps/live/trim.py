"""Events that are older than they are kept for go, and each user's stream remembers up to where."""

# ruff: noqa: S608 - the names in the statements are the code's
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from apps.live import partitions
from apps.live.models import Event, Stream

# At once, so that neither a transaction nor what is lost with it grows long.
AT_ONCE = 10_000


def trim(days: int) -> None:
    """Drop events older than `days`; on PostgreSQL a day at a time, when the last of it is that old."""
    now = timezone.now()
    if connection.vendor == "postgresql":
        _drop_days(now - timedelta(days=days))
        partitions.make_ahead(connection, now.date())
    else:
        _delete(now - timedelta(days=days))


def _drop_days(limit: datetime) -> None:
    for name in partitions.ended(connection, limit):
        with partitions.unless_dropped():
            _remember_day(name)
        partitions.drop(connection, name)
    old = f"FROM {partitions.OTHERS} WHERE at < %s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT user_id, max(seq) {old} GROUP BY user_id", [limit])
        _remember(cursor.fetchall())
        cursor.execute(f"DELETE {old}", [limit])


def _remember_day(name: str) -> None:
    """Before it goes, and not in one transaction: whoever writes an event holds its stream and waits for the table."""
    with connection.cursor() as cursor:
        # By the index, user by user: all together would be a look at each event.
        last = f"SELECT max(seq) FROM {name} WHERE {name}.user_id = stream.user_id"
        cursor.execute(f"SELECT user_id, ({last}) FROM {Stream._meta.db_table} stream")
        _remember((user, seq) for user, seq in cursor.fetchall() if seq)


def _delete(limit: datetime) -> None:
    """They are numbered nearly in the order of their times: the oldest are looked at until some are young."""
    while oldest := [pk for pk, at in Event.objects.order_by("pk").values_list("pk", "at")[:AT_ONCE] if at < limit]:
        old = Event.objects.filter(pk__lte=oldest[-1], at__lt=limit)
        _remember(old.order_by().values_list("user_id").annotate(Max("seq")))
        old.delete()


def _remember(last: Iterable[tuple[int, int]]) -> None:
    for user, seq in last:
        Stream.objects.filter(user_id=user, trimmed_seq__lt=seq).update(trimmed_seq=seq)

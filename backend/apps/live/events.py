"""Write events in the transaction of what they tell, and read them back."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Literal, NotRequired, TypedDict
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from apps.live.models import Event, Stream
from apps.live.publish import Published, publish

Type = Literal["prediction.updated", "prediction.deleted", "training.updated"]


class Message(TypedDict):
    """A message of the socket. `heartbeat` and `resync` have neither seq nor data."""

    type: str
    seq: NotRequired[int]
    data: NotRequired[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class News:
    """Something that a user should hear of."""

    user_id: int
    type: Type
    subject: UUID
    data: Mapping[str, object]


def record(news: Iterable[News]) -> None:
    """Number and store events, and tell the sockets of their users once, after the commit.

    Must run inside the transaction of the change itself. Users are locked in the order of their ids, so that two
    writers never wait for each other in a circle.
    """
    by_user: dict[int, list[News]] = defaultdict(list)
    for item in news:
        by_user[item.user_id].append(item)
    now = timezone.now()
    rows: list[Event] = []
    for user_id, items in sorted(by_user.items()):
        first = _reserve(user_id, len(items))
        rows += [
            Event(user_id=user_id, seq=first + step, type=item.type, subject=item.subject, data=item.data, at=now)
            for step, item in enumerate(items)
        ]
    Event.objects.bulk_create(rows)
    if rows:
        transaction.on_commit(partial(publish, [_published(row) for row in rows]))


def _published(row: Event) -> Published:
    return Published(row.user_id, row.seq, row.subject, text_of(message_of(row)))


def _reserve(user_id: int, count: int) -> int:
    """Take `count` numbers of a user's stream and return the first."""
    table = connection.ops.quote_name(Stream._meta.db_table)
    # F() cannot be used with update_conflicts; this form is understood by PostgreSQL and SQLite alike.
    statement = (
        f"INSERT INTO {table} (user_id, last_seq, trimmed_seq) VALUES (%s, %s, 0) "  # noqa: S608 - no value is in it
        f"ON CONFLICT (user_id) DO UPDATE SET last_seq = {table}.last_seq + excluded.last_seq RETURNING last_seq"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [user_id, count])
        (last,) = cursor.fetchone() or (count,)
    return int(last) - count + 1


def after(user_id: int, seq: int, limit: int = 500) -> list[Message] | None:
    """The next messages of a user after `seq`; None where some of them are no longer kept, or never were."""
    stream = Stream.objects.filter(user_id=user_id).first()
    if stream is None:
        return [] if seq == 0 else None
    if seq < stream.trimmed_seq or seq > stream.last_seq:
        return None
    return [message_of(event) for event in Event.objects.filter(user_id=user_id, seq__gt=seq)[:limit]]


def last_seq(user_id: int) -> int:
    """Where a user's stream stands."""
    return Stream.objects.filter(user_id=user_id).values_list("last_seq", flat=True).first() or 0


def message_of(event: Event) -> Message:
    """An event as it goes over the socket."""
    return {"seq": event.seq, "type": event.type, "data": event.data}


def text_of(message: Message) -> str:
    """A message as it is sent."""
    return json.dumps(message, separators=(",", ":"))


def forget(subject: UUID) -> None:
    """Drop what was told about something that is deleted now: its data must not come back in a replay."""
    Event.objects.filter(subject=subject).delete()


def of(subject: UUID, seq: int) -> list[Event]:
    """The events about one thing after `seq`, in order."""
    return list(Event.objects.filter(subject=subject, seq__gt=seq).order_by("seq"))


def trim(days: int) -> int:
    """Drop events older than `days` and remember up to where. Returns how many."""
    old = Event.objects.filter(at__lt=timezone.now() - timedelta(days=days))
    for row in old.order_by().values("user_id").annotate(last=Max("seq")):
        Stream.objects.filter(user_id=row["user_id"], trimmed_seq__lt=row["last"]).update(trimmed_seq=row["last"])
    count, _ = old.delete()
    return count

"""Write events in the transaction of what they tell, and read them back."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Literal, NotRequired, Self, TypedDict
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from apps.core.statements import insert_values
from apps.live.models import Event, Stream
from apps.live.publish import Published, publish

Type = Literal[
    "prediction.updated",
    "prediction.trashed",
    "prediction.deleted",
    "explanation.updated",
    "training.updated",
    "lesson.updated",
    "rollout.updated",
    "alert.updated",
    "webhook.updated",
]
FIELDS = ("user", "seq", "type", "subject", "data", "at")


class Message(TypedDict):
    """A message of the socket. `heartbeat` and `resync` have neither seq nor data."""

    type: str
    seq: NotRequired[int]
    data: NotRequired[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class News:
    """Something that a user should hear of.

    Args:
        text: the JSON of `data` in the message.
        kept: what the table keeps of it; where that is less, the room of this type restores the rest (`restored_by`).
    """

    user_id: int
    type: Type
    subject: UUID
    text: str
    kept: Mapping[str, object]

    @classmethod
    def whole(cls, user_id: int, type: Type, subject: UUID, data: Mapping[str, object]) -> Self:  # noqa: A002 - the field
        """News that are kept as they are told."""
        return cls(user_id, type, subject, json.dumps(data, separators=(",", ":")), data)


@dataclass(frozen=True, slots=True)
class Past:
    """An event as it was told."""

    seq: int
    type: str
    at: datetime
    data: Mapping[str, object]


# The `data` of several events of one type, in their order; None for what is told no more.
Restore = Callable[[Sequence[Event]], Sequence[Mapping[str, object] | None]]
_restore: dict[str, Restore] = {}


def restored_by(type: Type, restore: Restore) -> None:  # noqa: A002 - as the field
    """Have `restore` make whole again what is kept of events of this type. Called when Django starts."""
    _restore[type] = restore


def record(
    news: Iterable[News],
    at: datetime | None = None,
    numbers: Mapping[int, int] | None = None,
    tell: Callable[[Sequence[Published]], None] | None = None,
) -> None:
    """Number and store events, and tell the sockets of their users once, after the commit.

    Must run inside the transaction of the change itself, of the moment `at`.

    Args:
        numbers: what `reserve` has given for these events, where that was called before.
        tell: what publishes them after the commit; `publish` where none is given.
    """
    by_user: dict[int, list[News]] = defaultdict(list)
    for item in news:
        by_user[item.user_id].append(item)
    if not by_user:
        return
    moment = at or timezone.now()
    last = numbers or reserve({user: len(items) for user, items in by_user.items()})
    numbered = [
        (seq, item) for user, items in by_user.items() for seq, item in enumerate(items, last[user] - len(items) + 1)
    ]
    insert_values(Event, FIELDS, [(one.user_id, seq, one.type, one.subject, one.kept, moment) for seq, one in numbered])
    transaction.on_commit(partial(tell or publish, [_published(seq, one) for seq, one in numbered]))


def _published(seq: int, news: News) -> Published:
    text = f'{{"seq":{seq},"type":"{news.type}","data":{news.text}}}'
    return Published(news.user_id, seq, news.subject, text)


def reserve(counts: Mapping[int, int]) -> dict[int, int]:
    """Take so many numbers of each user's stream, and return the last of each.

    Until the end of the transaction nobody else records an event of these users. They are locked in the order of their
    ids, so that two writers never wait for each other in a circle.
    """
    with connection.cursor() as cursor:
        cursor.execute(_reserving(len(counts)), [value for pair in sorted(counts.items()) for value in pair])
        return dict(cursor.fetchall())


@lru_cache(maxsize=64)
def _reserving(users: int) -> str:
    table = connection.ops.quote_name(Stream._meta.db_table)
    places = ", ".join(["(%s, %s, 0)"] * users)
    # F() cannot be used with update_conflicts; this form is understood by PostgreSQL and SQLite alike.
    return (
        f"INSERT INTO {table} (user_id, last_seq, trimmed_seq) VALUES {places} "  # noqa: S608 - no value is in it
        f"ON CONFLICT (user_id) DO UPDATE SET last_seq = {table}.last_seq + excluded.last_seq "
        "RETURNING user_id, last_seq"
    )


def after(user_id: int, seq: int, limit: int = 500) -> list[Message] | None:
    """The next messages of a user after `seq`; None where some of them are no longer kept, or never were."""
    stream = Stream.objects.filter(user_id=user_id).first()
    if stream is None:
        return [] if seq == 0 else None
    if seq < stream.trimmed_seq or seq > stream.last_seq:
        return None
    found = _as_told(Event.objects.filter(user_id=user_id, seq__gt=seq).order_by("seq")[:limit])
    return [{"seq": past.seq, "type": past.type, "data": past.data} for past in found]


def of(subject: UUID, type: Type, seq: int) -> list[Past]:  # noqa: A002 - the field
    """The events of one type about one thing after `seq`, in order."""
    return list(_as_told(Event.objects.filter(subject=subject, type=type, seq__gt=seq).order_by("seq")))


def _as_told(rows: Iterable[Event]) -> Iterator[Past]:
    kept = list(rows)
    data: dict[int, Mapping[str, object] | None] = {event.pk: event.data for event in kept}
    for type_, restore in _restore.items():
        mine = [event for event in kept if event.type == type_]
        data |= zip([event.pk for event in mine], restore(mine), strict=True)
    for event in kept:
        told = data[event.pk]
        if told is not None:
            yield Past(event.seq, event.type, event.at, told)


def last_seq(user_id: int) -> int:
    """Where a user's stream stands."""
    return Stream.objects.filter(user_id=user_id).values_list("last_seq", flat=True).first() or 0


def text_of(message: Message) -> str:
    """A message as it is sent."""
    return json.dumps(message, separators=(",", ":"))


def forget(*subjects: UUID) -> None:
    """Drop what was told about something that is deleted now: its data must not come back in a replay."""
    Event.objects.filter(subject__in=subjects).delete()

"""Old events go, each stream remembers up to where, and on PostgreSQL a day of them goes at once."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections, transaction
from django.utils import timezone

from apps.live import events, partitions, trim
from apps.live.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
on_postgres = pytest.mark.skipif("sqlite" in connection.vendor, reason="SQLite has no partitions")


@pytest.fixture(autouse=True)
def _nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "publish", lambda _: None)


@pytest.fixture(autouse=True)
def _days_as_they_were() -> Iterator[None]:
    before = days()
    yield
    for name in set(days()) - set(before):
        partitions.drop(connection, name)
    if connection.vendor == "postgresql":
        partitions.make_ahead(connection, timezone.now().date())


def tell(user: User, *ages: float, subject: UUID | None = None) -> None:
    """One event for each age, in days."""
    for age in ages:
        news = events.News.whole(user.pk, "training.updated", subject or uuid4(), {"age": age})
        events.record([news], timezone.now() - timedelta(days=age))


def told(user: User, after: int = 0) -> list[int] | None:
    messages = events.after(user.pk, after)
    return None if messages is None else [message["seq"] for message in messages]


def days() -> list[str]:
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'live_event'::regclass")
        return sorted(name for (name,) in cursor.fetchall() if name != partitions.OTHERS)


def kept_in() -> list[str]:
    """The partition of each event, in their order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM live_event ORDER BY user_id, seq")
        return [name for (name,) in cursor.fetchall()]


def test_it_is_remembered_for_each_user_up_to_where(owner: User, stranger: User) -> None:
    tell(owner, 8.5, 0)
    tell(stranger, 0)
    trim.trim(days=7)
    assert told(owner) is None, "the page has missed something"
    assert told(owner, after=1) == [2]
    assert told(stranger) == [1]
    trim.trim(days=7)
    assert Event.objects.count() == 2


def test_much_is_trimmed_piece_by_piece(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trim, "AT_ONCE", 2)
    tell(owner, 9, 9, 9, 8.5, 8.5, 0, 0)
    trim.trim(days=7)
    assert told(owner, after=5) == [6, 7]
    assert told(owner, after=4) is None


@on_postgres
def test_the_days_to_come_have_a_place_and_what_is_older_is_among_others(owner: User) -> None:
    today = timezone.now().date()
    assert days() == [partitions.name_of(today + timedelta(days=ahead)) for ahead in range(8)]
    tell(owner, 3, 0, -1)
    assert kept_in() == [partitions.OTHERS, days()[0], days()[1]]


@on_postgres
def test_a_day_goes_as_a_whole_once_all_of_it_is_old(owner: User) -> None:
    tell(owner, 0, -1)
    first = days()[0]
    end = partitions.start_of(timezone.now().date() + timedelta(days=1))
    with at(end + timedelta(days=7, seconds=-1)):
        trim.trim(days=7)
        assert (told(owner), first in days()) == ([1, 2], True)
    with at(end + timedelta(days=7)):
        trim.trim(days=7)
        assert (told(owner), told(owner, after=1), first in days()) == (None, [2], False)
        assert days()[-1] == partitions.name_of(end.date() + timedelta(days=14)), "and those of the next days came"


@on_postgres
def test_days_for_which_nothing_was_made_stay_among_others_and_go_from_there(owner: User) -> None:
    tell(owner, -20)
    with at(timezone.now() + timedelta(days=20)):
        trim.trim(days=7)
        today = timezone.now().date()
        assert partitions.name_of(today) not in days(), "its first events are elsewhere already"
        tell(owner, 0, -1)
        assert kept_in() == [partitions.OTHERS, partitions.OTHERS, partitions.name_of(today + timedelta(days=1))]
    with at(timezone.now() + timedelta(days=28)):
        trim.trim(days=7)
        assert told(owner, after=2) == [3]


@on_postgres
def test_who_reads_for_long_keeps_nobody_waiting_and_the_day_goes_later(owner: User) -> None:
    tell(owner, 0)
    gone = partitions.start_of(timezone.now().date() + timedelta(days=1)) + timedelta(days=7)
    with transaction.atomic():
        assert Event.objects.count() == 1
        with at(gone):
            elsewhere(lambda: trim.trim(days=7))
        elsewhere(lambda: tell(owner, 0))
        assert Event.objects.count() == 2
    with at(gone):
        trim.trim(days=7)
    assert Event.objects.count() == 0


@on_postgres
def test_two_may_trim_at_once(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(owner, 0, -1)
    remember, others = trim._remember, [lambda: trim.trim(days=7)]

    def remembered_while_another_trims(last: Iterable[tuple[int, int]]) -> None:
        remember(last)
        while others:
            elsewhere(others.pop())

    monkeypatch.setattr(trim, "_remember", remembered_while_another_trims)
    with at(partitions.start_of(timezone.now().date() + timedelta(days=9))):
        trim.trim(days=7)
    assert told(owner, after=2) == []


@on_postgres
def test_a_partition_that_somebody_else_has_made_stays(owner: User) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE live_event_archive (LIKE live_event)")
        partition = "live_event ATTACH PARTITION live_event_archive FOR VALUES"
        cursor.execute(f"ALTER TABLE {partition} FROM ('2001-01-01+00') TO ('2002-01-01+00')")
    try:
        trim.trim(days=7)
        assert "live_event_archive" in days()
    finally:
        partitions.drop(connection, "live_event_archive")


def elsewhere(work: Callable[[], object]) -> None:
    """In a thread with a connection of its own."""

    def run() -> None:
        work()
        connections.close_all()

    thread = Thread(target=run)
    thread.start()
    thread.join()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """The clock shows another time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        yield

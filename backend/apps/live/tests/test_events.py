"""Events are numbered without a gap for each user, in the transaction of what they tell."""

from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from apps.live import events
from apps.live.models import Stream

pytestmark = pytest.mark.django_db


Published = list[list[tuple[int, int]]]


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> Published:
    """Whose events were published and their numbers, call by call."""
    sent: Published = []
    monkeypatch.setattr(events, "publish", lambda found: sent.append([(one.user_id, one.seq) for one in found]))
    return sent


def news(user: User, word: str, subject: UUID | None = None) -> events.News:
    return events.News.whole(user.pk, "training.updated", subject or uuid4(), {"word": word})


def words(user: User, after: int = 0, limit: int = 500) -> list[tuple[int, object]] | None:
    messages = events.after(user.pk, after, limit)
    return None if messages is None else [(message["seq"], message["data"]["word"]) for message in messages]


def test_each_user_has_numbers_of_their_own_in_the_order_of_what_happened(owner: User, stranger: User) -> None:
    events.record([news(owner, "one"), news(stranger, "mine"), news(owner, "two")])
    events.record([news(owner, "three")])
    assert words(owner) == [(1, "one"), (2, "two"), (3, "three")]
    assert words(stranger) == [(1, "mine")]
    assert (events.last_seq(owner.pk), events.last_seq(stranger.pk)) == (3, 1)


@pytest.mark.django_db(transaction=True)
def test_a_batch_is_published_once_and_only_after_the_commit(owner: User, stranger: User, published: Published) -> None:
    with transaction.atomic():
        events.record([news(stranger, "a"), news(owner, "b"), news(owner, "c")])
        assert published == []
    assert [sorted(call) for call in published] == [[(owner.pk, 1), (owner.pk, 2), (stranger.pk, 1)]]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_told_and_leaves_no_gap(owner: User, published: Published) -> None:
    with transaction.atomic():
        events.record([news(owner, "never")])
        transaction.set_rollback(True)
    with transaction.atomic():
        events.record([news(owner, "first")])
    assert words(owner) == [(1, "first")]
    assert published == [[(owner.pk, 1)]]


@pytest.mark.django_db(transaction=True)
def test_no_news_is_not_published(published: Published) -> None:
    events.record([])
    assert (published, Stream.objects.count()) == ([], 0)


def test_a_long_history_comes_in_pieces_that_join(owner: User) -> None:
    events.record(news(owner, str(number)) for number in range(1, 6))
    assert words(owner, after=0, limit=2) == [(1, "1"), (2, "2")]
    assert words(owner, after=2, limit=2) == [(3, "3"), (4, "4")]
    assert words(owner, after=4, limit=2) == [(5, "5")]
    assert words(owner, after=5, limit=2) == []


def test_numbers_that_were_never_given_mean_that_the_page_reloads(owner: User) -> None:
    assert words(owner, after=0) == []
    assert words(owner, after=1) is None
    events.record([news(owner, "one")])
    assert words(owner, after=1) == []
    assert words(owner, after=2) is None


def test_what_was_told_of_something_deleted_does_not_come_back(owner: User) -> None:
    kept, deleted = uuid4(), uuid4()
    events.record([news(owner, "a", deleted), news(owner, "b", kept), news(owner, "c", deleted)])
    events.forget(deleted)
    assert words(owner) == [(2, "b")]
    assert [event.seq for event in events.of(kept, "training.updated", 0)] == [2]
    assert events.of(deleted, "training.updated", 0) == events.of(kept, "training.updated", 2) == []

"""What is due is sent by one, and by the next where that one is lost."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.webhooks.claim import MOST_OF_ONE, MOST_TO_ONE, claim, release
from apps.webhooks.event_types import TEST
from apps.webhooks.models import Delivery, Status, Webhook
from apps.webhooks.record import record
from apps.webhooks.send import Outcome
from apps.webhooks.signing import rotated
from apps.webhooks.tests.test_send import tell
from apps.webhooks.tidy import tidy

pytestmark = pytest.mark.postgres
TAKEN = Outcome(seconds=0.1, status=200)


def a_webhook(owner: User, **more: object) -> Webhook:
    now = timezone.now()
    given = {"url": "https://example.com/", "created_at": now, "secrets": rotated([], now), **more}
    return Webhook.objects.create(owner=owner, name="Orders", **given)


@pytest.mark.django_db(transaction=True)
def test_ten_who_claim_at_once_get_each_delivery_once() -> None:
    webhook = a_webhook(User.objects.create_user("many"))
    rows = [tell(webhook) for _ in range(40)]

    def take(number: int) -> list[UUID]:
        taken = []
        # Whoever was too slow looks again.
        while Delivery.objects.filter(status=Status.QUEUED).exists():
            if found := claim(f"courier-{number}"):
                taken.append(found.pk)
        connection.close()
        return taken

    with ThreadPoolExecutor(10) as threads:
        taken = [one for each in threads.map(take, range(10)) for one in each]
    assert sorted(taken) == sorted(row.pk for row in rows)


@pytest.mark.django_db
def test_what_a_lost_process_held_is_sent_by_the_next_and_its_late_word_does_not_count(owner: User) -> None:
    tell(a_webhook(owner))
    lost = claim("first")
    assert lost
    assert claim("second") is None
    Delivery.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    assert release(Delivery.expired()) == 1
    found = claim("second")
    assert found
    assert not record(lost, TAKEN)
    assert Delivery.objects.get().status == Status.PROCESSING
    assert record(found, TAKEN)
    assert Delivery.objects.get().status == Status.SUCCEEDED


@pytest.mark.django_db
def test_its_next_self_takes_back_what_it_was_sending(owner: User) -> None:
    tell(a_webhook(owner))
    claim("scheduler@here")
    assert release(Delivery.held_by(["scheduler@there"])) == 0
    assert release(Delivery.held_by(["scheduler@here"])) == 1
    assert claim("scheduler@here")


@pytest.mark.django_db
def test_one_that_is_slow_keeps_no_other_waiting(owner: User) -> None:
    slow, quick = a_webhook(owner), a_webhook(owner)
    for _ in range(20):
        tell(slow)
    last = tell(quick)
    sending: list[Delivery] = []
    while found := claim("courier", sending):
        sending.append(found)
    assert last in sending[:2]
    assert Counter(one.webhook_id for one in sending) == {slow.pk: MOST_TO_ONE, quick.pk: 1}


@pytest.mark.django_db
@pytest.mark.parametrize("type_", [TEST, "training.completed"])
def test_who_has_many_that_are_slow_keeps_nobody_else_waiting(owner: User, stranger: User, type_: str) -> None:
    for webhook in [a_webhook(owner) for _ in range(12)] * 2:
        tell(webhook)
    Delivery.objects.update(type=type_)
    last = tell(a_webhook(stranger))
    sending: list[Delivery] = []
    while found := claim("courier", sending):
        sending.append(found)
    assert Counter(one.webhook.owner_id for one in sending) == {owner.pk: MOST_OF_ONE, stranger.pk: 1}
    assert last in sending


@pytest.mark.django_db
def test_a_claim_walks_over_nothing_of_a_webhook_that_is_paused(owner: User) -> None:
    paused = a_webhook(owner, paused_at=timezone.now())
    row = tell(paused)
    now = timezone.now()
    Delivery.objects.bulk_create(
        Delivery(webhook=paused, type=row.type, subject="2", body="{}", created_at=now, due_at=now) for _ in range(2000)
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE webhooks_delivery")
    with CaptureQueriesContext(connection) as queries:
        assert claim("courier") is None
    for query in queries:
        with connection.cursor() as cursor:
            word = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
            cursor.execute(f"{word} {query['sql']}")
            plan = "\n".join(str(line) for line in cursor.fetchall())
        assert "due_of_webhook" in plan or "due_of_type" in plan, plan
        assert "Seq Scan on webhooks_delivery" not in plan
        assert "SCAN webhooks_delivery" not in plan


@pytest.mark.django_db
def test_what_ended_goes_when_events_do_and_what_waits_goes_with_a_long_pause(owner: User) -> None:
    working, paused = a_webhook(owner), a_webhook(owner, paused_at=timezone.now())
    waits, _, ended, orphan = tell(working), tell(paused), tell(working), tell(working)
    Delivery.objects.filter(pk=ended.pk).update(status=Status.SUCCEEDED, due_at=None)
    Delivery.objects.filter(pk=orphan.pk).update(webhook_id=UUID(int=1))
    assert tidy() == 0
    Delivery.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert tidy() == 3
    assert [row.pk for row in Delivery.objects.all()] == [waits.pk]

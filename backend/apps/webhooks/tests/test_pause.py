"""A webhook that fails for long is left alone, and its owner hears of it."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from apps.live.models import Event
from apps.webhooks.actions import change
from apps.webhooks.actions import test as try_it
from apps.webhooks.models import Delivery, Status, Webhook
from apps.webhooks.tests.conftest import Receiver, deliver, let_it_be_due
from apps.webhooks.tests.test_send import now_of, tell


def failed(webhook: Webhook, times: int, since: timedelta) -> None:
    Webhook.objects.filter(pk=webhook.pk).update(failures=times, failing_since=timezone.now() - since)


def test_after_ten_failures_within_a_day_it_is_paused_and_told_and_what_waits_is_kept(
    owner: User, webhook: Webhook, receiver: Receiver
) -> None:
    receiver.status = 500
    row = tell(webhook)
    failed(webhook, 9, timedelta(hours=25))
    deliver()
    webhook.refresh_from_db()
    assert webhook.paused_at
    assert webhook.paused_because == "At least 10 attempts in a row failed, for a day."
    (event,) = Event.objects.filter(user=owner, type="webhook.updated")
    assert event.data["paused_because"] == webhook.paused_because
    let_it_be_due(row)
    assert deliver() == 0
    receiver.status = 200
    change(owner, webhook.pk, {"paused": False})
    assert deliver() == 1
    assert now_of(row).status == Status.SUCCEEDED
    webhook.refresh_from_db()
    assert (webhook.paused_because, webhook.failures) == ("", 0)


def test_many_failures_in_a_minute_and_few_in_a_week_do_not_pause_it(webhook: Webhook, receiver: Receiver) -> None:
    receiver.status = 500
    for times, since in ((1000, timedelta(minutes=1)), (8, timedelta(days=7))):
        failed(webhook, times, since)
        let_it_be_due(tell(webhook))
        deliver()
        webhook.refresh_from_db()
        assert (webhook.failures, webhook.paused_at) == (times + 1, None)


def test_a_success_ends_the_count(webhook: Webhook, receiver: Receiver) -> None:
    failed(webhook, 500, timedelta(days=2))
    tell(webhook)
    deliver()
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.failing_since, webhook.paused_at) == (0, None, None)


def test_what_is_down_for_one_is_down_for_all_for_a_moment(webhook: Webhook, receiver: Receiver) -> None:
    receiver.status = 500
    for _ in range(3):
        tell(webhook)
    assert deliver() == 1  # the others wait for two seconds
    webhook.refresh_from_db()
    assert webhook.held_until
    assert timedelta(seconds=1) < webhook.held_until - timezone.now() < timedelta(seconds=2)
    Webhook.objects.update(held_until=timezone.now())
    receiver.status = 200
    assert deliver() == 2


def test_410_says_that_nothing_more_is_wanted(webhook: Webhook, receiver: Receiver) -> None:
    receiver.status = 410
    row = tell(webhook)
    deliver()
    webhook.refresh_from_db()
    assert (now_of(row).status, webhook.paused_because) == (
        Status.FAILED, "It answered 410 Gone: it wants no more.",
    )  # fmt: skip


def test_a_test_is_sent_once_though_it_is_paused_and_its_owner_hears_of_it(
    owner: User, webhook: Webhook, receiver: Receiver
) -> None:
    tell(webhook)
    change(owner, webhook.pk, {"paused": True})
    receiver.status = 500
    row = try_it(owner, webhook.pk)
    assert deliver() == 1
    assert [came.type for came in receiver.received] == ["webhook.test"]
    assert (now_of(row).status, row.tries) == (Status.FAILED, 1)
    assert Event.objects.filter(user=owner, type="webhook.updated").count() == 1
    webhook.refresh_from_db()
    assert webhook.failures == 0


def test_addresses_of_requests_are_not_each_others_fault(owner: User, webhook: Webhook, receiver: Receiver) -> None:
    Webhook.objects.filter(pk=webhook.pk).update(url="")
    receiver.status = 410
    for _ in range(3):
        tell(webhook, url=receiver.url)
    assert deliver() == 3
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.paused_at, webhook.held_until) == (0, None, None)
    assert Delivery.objects.filter(status=Status.FAILED).count() == 3

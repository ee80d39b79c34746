"""What came of an attempt, written where the claim still stands; and a webhook that fails for long is paused."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from apps.live import events
from apps.webhooks.event_types import TEST
from apps.webhooks.models import Delivery, Status, Webhook
from apps.webhooks.schedule import PAUSED_AFTER_FAILURES, hold, next_try, shall_pause
from apps.webhooks.selectors import shape_of
from apps.webhooks.send import Outcome

logger = logging.getLogger(__name__)


def record(delivery: Delivery, outcome: Outcome) -> bool:
    """Write the end of an attempt, or when the next one is due. Returns False where somebody else has it by now."""
    now = timezone.now()
    tries = delivery.tries + 1
    due = None if outcome.succeeded or not outcome.may_help or outcome.gone else _due(delivery, tries, outcome, now)
    with transaction.atomic():
        written = delivery.held().update(
            status=Status.SUCCEEDED if outcome.succeeded else Status.QUEUED if due else Status.FAILED,
            tries=tries, due_at=due, tried_at=now, seconds=round(outcome.seconds, 3), claimed_by="",
            lease_expires_at=None, answer_status=outcome.status, answer=outcome.answer, error=outcome.error,
        )  # fmt: skip
        if written and delivery.type == TEST:
            _tell(delivery.webhook)
        elif written:
            _count(delivery, outcome, now)
    return bool(written)


def _due(delivery: Delivery, tries: int, outcome: Outcome, now: datetime) -> datetime | None:
    # Whoever presses the button wants to know how it is now.
    return None if delivery.type == TEST else next_try(tries, now, outcome.retry_after)


def _count(delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    """Addresses of requests are not each other's fault."""
    if delivery.url or (outcome.succeeded and not delivery.webhook.failures):
        return
    webhook = Webhook.objects.select_for_update().filter(pk=delivery.webhook_id).first()
    if webhook is None:
        return
    webhook.failures = 0 if outcome.succeeded else webhook.failures + 1
    webhook.failing_since = None if outcome.succeeded else webhook.failing_since or now
    webhook.held_until = None if outcome.succeeded else now + hold(webhook.failures)
    webhook.save(update_fields=["failures", "failing_since", "held_until"])
    if webhook.paused_at or not webhook.failing_since:
        return
    if outcome.gone:
        _pause(webhook, now, "It answered 410 Gone: it wants no more.")
    elif shall_pause(webhook.failures, webhook.failing_since, now):
        _pause(webhook, now, f"At least {PAUSED_AFTER_FAILURES} attempts in a row failed, for a day.")


def _pause(webhook: Webhook, now: datetime, because: str) -> None:
    webhook.paused_at, webhook.paused_because = now, because
    webhook.save(update_fields=["paused_at", "paused_because"])
    logger.warning("webhook %s of %s is paused: %s", webhook.pk, webhook.owner.get_username(), because)
    _tell(webhook)


def _tell(webhook: Webhook) -> None:
    """The page of its owner."""
    data = shape_of(webhook).to_json()
    events.record([events.News.whole(webhook.owner_id, "webhook.updated", webhook.pk, data)])

"""Whoever sends takes what is due, one delivery at a time: under a lease, and behind a fence."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from apps.webhooks.event_types import TEST
from apps.webhooks.models import Delivery, Status, Webhook

# Longer than any attempt, the looking up of a name included.
LEASE = timedelta(minutes=2)
# To one webhook: a slow one shall not keep others waiting.
MOST_AT_ONCE = 4


def claim(by: str, sending: Mapping[UUID, int] | None = None) -> Delivery | None:
    """Take the next delivery that is due, with its webhook; None where there is none, or somebody was faster.

    Args:
        sending: how many are being sent to a webhook now.
    """
    # On SQLite a transaction is the lock of all who write: it is begun only where there is something.
    next_one = _next(sending or {}, timezone.now())
    if next_one is None:
        return None
    with transaction.atomic():
        waiting = Delivery.objects.filter(pk=next_one, status=Status.QUEUED).select_related("webhook")
        found = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if found:
            found.claim(by, timezone.now() + LEASE)
            found.save(update_fields=Delivery.LEASE_FIELDS)
    return found


def _next(sending: Mapping[UUID, int], now: datetime) -> UUID | None:
    """A test comes first, even of a webhook that is paused; else of the webhook to which the least is being sent.

    Webhook by webhook: what waits for one that is paused or slow is not walked over.
    """
    due = Delivery.objects.filter(status=Status.QUEUED, due_at__lte=now).order_by("due_at", "id").values("pk")
    if test := due.filter(type=TEST, webhook__owner__is_active=True).first():
        return test["pk"]
    full = [webhook for webhook, count in sending.items() if count >= MOST_AT_ONCE]
    first = due.filter(webhook=OuterRef("pk"))[:1]
    found = _listening(full, now).annotate(next=Subquery(first)).filter(next__isnull=False)
    heads = found.values_list("pk", "next")
    return min(heads, key=lambda head: (sending.get(head[0], 0), head[1]), default=(None, None))[1]


def _listening(full: Collection[UUID], now: datetime) -> QuerySet[Webhook]:
    free = Q(held_until=None) | Q(held_until__lte=now)
    return Webhook.objects.filter(free, paused_at=None, owner__is_active=True).exclude(pk__in=full).order_by()


def release(rows: QuerySet[Delivery]) -> int:
    """Let what a lost process had claimed be sent again: twice is better than never. Returns how many."""
    return rows.filter(lease_expires_at__isnull=False).update(
        status=Status.QUEUED, claimed_by="", lease_expires_at=None
    )

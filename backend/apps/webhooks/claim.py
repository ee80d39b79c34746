"""Whoever sends takes what is due, one delivery at a time: under a lease, and behind a fence."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from apps.webhooks.event_types import TEST
from apps.webhooks.models import Delivery, Status, Webhook

# Longer than any attempt, the looking up of a name included.
LEASE = timedelta(minutes=2)
# To one webhook, and to all of one person: who is slow shall not keep others waiting.
MOST_TO_ONE, MOST_OF_ONE = 4, 8


def claim(by: str, sending: Collection[Delivery] = ()) -> Delivery | None:
    """Take the next delivery that is due, with its webhook; None where there is none, or somebody was faster.

    Args:
        sending: what is being sent now.
    """
    # On SQLite a transaction is the lock of all who write: it is begun only where there is something.
    next_one = _next(sending, timezone.now())
    if next_one is None:
        return None
    with transaction.atomic():
        waiting = Delivery.objects.filter(pk=next_one, status=Status.QUEUED).select_related("webhook")
        found = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if found:
            found.claim(by, timezone.now() + LEASE)
            found.save(update_fields=Delivery.LEASE_FIELDS)
    return found


def _next(sending: Collection[Delivery], now: datetime) -> UUID | None:
    """A test comes first, even of a webhook that is paused; else of the webhook to which the least is being sent.

    Webhook by webhook: what waits for one that is paused or slow is not walked over.
    """
    to, of = Counter(one.webhook_id for one in sending), Counter(one.webhook.owner_id for one in sending)
    owners = [owner for owner, count in of.items() if count >= MOST_OF_ONE]
    due = Delivery.objects.filter(status=Status.QUEUED, due_at__lte=now).order_by("due_at", "id").values("pk")
    tests = due.filter(type=TEST, webhook__owner__is_active=True)
    if test := tests.exclude(webhook__owner__in=owners).first():
        return test["pk"]
    full = [webhook for webhook, count in to.items() if count >= MOST_TO_ONE]
    first = due.filter(webhook=OuterRef("pk"))[:1]
    listening = _listening(now).exclude(pk__in=full).exclude(owner__in=owners)
    found = listening.annotate(next=Subquery(first)).filter(next__isnull=False)
    return min(found.values_list("pk", "next"), key=lambda head: (to[head[0]], head[1]), default=(None, None))[1]


def _listening(now: datetime) -> QuerySet[Webhook]:
    free = Q(held_until=None) | Q(held_until__lte=now)
    return Webhook.objects.filter(free, paused_at=None, owner__is_active=True).order_by()


def release(rows: QuerySet[Delivery]) -> int:
    """Let what a lost process had claimed be sent again: twice is better than never. Returns how many."""
    return rows.filter(lease_expires_at__isnull=False).update(
        status=Status.QUEUED, claimed_by="", lease_expires_at=None
    )

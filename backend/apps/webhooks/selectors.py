"""Reads: whose, which, and what waits for them."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Count, QuerySet

from apps.accounts.models import ApiKey
from apps.core.errors import Problem
from apps.webhooks.models import Delivery, Status, Webhook
from apps.webhooks.schemas import WebhookSchema


def of(owner: User) -> QuerySet[Webhook]:
    """All of one person; what belongs to somebody else does not exist."""
    return Webhook.objects.filter(owner=owner)


def find(owner: User, webhook_id: UUID) -> Webhook:
    """One of them. Raises Problem 404."""
    row = of(owner).filter(pk=webhook_id).first()
    if row is None:
        raise Problem(404, "There is no such webhook.")
    return row


def deliveries(webhook: Webhook, status: str = "") -> QuerySet[Delivery]:
    """The log of a webhook, newest first."""
    rows = Delivery.objects.filter(webhook=webhook).select_related("webhook")
    return rows.filter(status=status) if status else rows


def find_delivery(owner: User, webhook_id: UUID, delivery_id: UUID) -> Delivery:
    """One of the log. Raises Problem 404."""
    row = deliveries(find(owner, webhook_id)).filter(pk=delivery_id).first()
    if row is None:
        raise Problem(404, "There is no such delivery; ended ones are kept for SLIPWAY_EVENT_DAYS.")
    return row


def shapes_of(rows: Sequence[Webhook]) -> list[WebhookSchema]:
    """As GET shows them."""
    keys: dict[UUID, list[int]] = defaultdict(list)
    for key in ApiKey.objects.filter(webhook__in=[row.pk for row in rows]).order_by("pk"):
        if key.webhook:
            keys[key.webhook].append(key.pk)
    waits = Delivery.objects.filter(webhook__in=rows, due_at__isnull=False, status=Status.QUEUED)
    waiting = dict(waits.order_by().values_list("webhook").annotate(Count("pk")))
    return [WebhookSchema.of(row, keys[row.pk], waiting.get(row.pk, 0)) for row in rows]


def shape_of(row: Webhook) -> WebhookSchema:
    """One of them."""
    return shapes_of([row])[0]

"""Deliveries go when events do: what has ended, and what waits for a webhook that has been paused so long."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from apps.webhooks.models import Delivery, Webhook

AT_ONCE = 1000


def tidy() -> int:
    """Remove them, some at a time, so that nobody waits for long. Returns how many."""
    limit, count = timezone.now() - timedelta(days=settings.SLIPWAY.event_days), 0
    at_work = Webhook.objects.filter(paused_at=None)
    old = Delivery.objects.filter(created_at__lt=limit).exclude(due_at__isnull=False, webhook__in=at_work)
    while found := list(old.order_by("created_at").values_list("pk", flat=True)[:AT_ONCE]):
        Delivery.objects.filter(pk__in=found).delete()
        count += len(found)
    return count

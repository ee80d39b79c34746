"""What `/metrics` tells of webhooks and rollouts at this moment."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric

from apps.rollouts.models import Rollout
from apps.webhooks.models import WAITS, Delivery, Webhook


def of_the_webhooks() -> Iterator[Metric]:
    """What is still to be delivered, since when, and who is told no more."""
    found = Delivery.objects.filter(WAITS).aggregate(count=Count("pk"), oldest=Min("created_at"))
    waiting = GaugeMetricFamily("slipway_webhook_deliveries_waiting", "Deliveries that are still to be made")
    waiting.add_metric([], found["count"])
    oldest = GaugeMetricFamily(
        "slipway_webhook_oldest_seconds", "How long the oldest of them has waited; 0 where none waits"
    )
    age = (timezone.now() - found["oldest"]).total_seconds() if found["oldest"] else 0.0
    oldest.add_metric([], max(0.0, age))
    paused = GaugeMetricFamily("slipway_webhooks_paused", "Webhooks that are told nothing for now")
    paused.add_metric([], Webhook.objects.exclude(paused_at=None).count())
    yield from (waiting, oldest, paused)


def of_the_rollouts() -> Iterator[Metric]:
    """Which candidates are on trial, and how far."""
    step = GaugeMetricFamily(
        "slipway_rollout_step", "At which step, from 1, a running rollout is", labels=["model", "version"]
    )
    running = Rollout.objects.filter(ended_at=None).values_list("model_id", "candidate__number", "step")
    for model, number, at in running:
        step.add_metric([model, str(number)], at + 1)
    yield step

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.monitoring.tests.rows import IMAGE, version_of
from apps.rollouts.models import Rollout
from apps.webhooks.models import Delivery, Webhook

pytestmark = pytest.mark.postgres


def scraped(client: APIClient) -> dict[str, list[float]]:
    """The values of each sample by its name, without labels."""
    found: dict[str, list[float]] = {}
    for family in text_string_to_metric_families(client.get("/metrics").content.decode()):
        for sample in family.samples:
            found.setdefault(sample.name, []).append(sample.value)
    return found


def test_deliveries_that_wait_and_their_age_are_told(nobody: APIClient, owner: User) -> None:
    assert scraped(nobody)["slipway_webhook_oldest_seconds"] == [0]
    now = timezone.now()
    hook = Webhook.objects.create(owner=owner, name="a", url="https://example.org", created_at=now)
    Webhook.objects.create(owner=owner, name="b", url="https://example.org", created_at=now, paused_at=now)
    for minutes, due in ((9, None), (3, now), (1, now)):
        Delivery.objects.create(
            webhook=hook, type="alert.updated", subject="x", body="{}", created_at=now - timedelta(minutes=minutes),
            due_at=due,
        )  # fmt: skip
    found = scraped(nobody)
    assert found["slipway_webhook_deliveries_waiting"] == [2]
    assert found["slipway_webhook_oldest_seconds"] == [pytest.approx(180, abs=5)]
    assert found["slipway_webhooks_paused"] == [1]


def test_a_rollout_is_told_while_it_runs(nobody: APIClient, owner: User) -> None:
    first = version_of(IMAGE)
    second = Version.objects.create(model=first.model, number=2, digest="1" * 64, manifest={}, size=1)
    now = timezone.now()
    rollout = Rollout.objects.create(
        model=first.model, production=first, candidate=second, plan={}, salt="s", step=1, step_since=now, by="x",
        created_at=now,
    )  # fmt: skip
    assert scraped(nobody)["slipway_rollout_step"] == [2]
    Rollout.objects.filter(pk=rollout.pk).update(ended_at=now, state="aborted")
    assert "slipway_rollout_step" not in scraped(nobody)

"""Whoever comes back hears what was told meanwhile, as it was told, though the table keeps a tenth of it."""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.live import events
from apps.live.models import Event
from apps.live.publish import Published
from apps.predictions import finish, submit
from apps.predictions.claim import claim_batch
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import KINDS, InstantEngine, send, work
from apps.uploads.tests.files import photo, sound

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
Queued = Callable[[int], list[str]]
Told = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """The messages as they were published."""
    heard: Told = []

    def publish(found: Sequence[Published]) -> None:
        heard.extend(json.loads(one.text) for one in found)

    monkeypatch.setattr(events, "publish", publish)
    monkeypatch.setattr(submit, "tell_and_ring", lambda _kinds, found: publish(found))
    return heard


def test_a_life_with_a_loss_and_a_judgement_is_told_again_as_it_was(
    owner: User, as_owner: APIClient, engine: InstantEngine, queued: Queued, told: Told
) -> None:
    one, two = queued(2)
    claim_batch(KINDS)
    Prediction.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    finish.release_expired()
    work()
    as_owner.put(f"/api/v1/predictions/{one}/feedback", {"label": "dog"}, format="json")
    as_owner.put(f"/api/v1/predictions/{one}/feedback", {"correct": True}, format="json")
    assert [message["data"]["status"] for message in told if message["data"]["id"] == one] == [
        "queued", "processing", "queued", "processing", "succeeded", "succeeded", "succeeded",
    ]  # fmt: skip
    assert events.after(owner.pk, 0) == told
    results = as_owner.get(f"/api/v1/predictions/{two}/events").json()["results"]
    assert [result["data"] for result in results] == [m["data"] for m in told if m["data"]["id"] == two]


def test_failures_and_cancels_are_told_again_as_they_were(
    owner: User, as_owner: APIClient, engine: InstantEngine, told: Told
) -> None:
    send(as_owner, sound(seconds=0.5))
    work()
    waiting = send(as_owner, photo()).json()["id"]
    as_owner.post(f"/api/v1/predictions/{waiting}/cancel")
    running = send(as_owner, photo()).json()["id"]
    claim_batch(KINDS)
    as_owner.post(f"/api/v1/predictions/{running}/cancel")
    statuses = [message["data"]["status"] for message in told]
    assert statuses == ["queued", "processing", "failed", "queued", "canceled", "queued", "processing", "canceled"]
    assert events.after(owner.pk, 0) == told


def test_an_event_that_was_kept_whole_is_told_as_it_is(owner: User, versions: object, queued: Queued) -> None:
    (one,) = queued(1)
    Event.objects.update(data={"id": one, "status": "queued", "name": "as it was once"})
    messages = events.after(owner.pk, 0)
    assert messages
    assert messages[0]["data"]["name"] == "as it was once"


def test_nothing_of_what_is_deleted_is_told_though_its_event_was_read_before(
    owner: User, versions: object, queued: Queued
) -> None:
    queued(2)
    Prediction.objects.first().delete()  # type: ignore[union-attr]
    assert len(events.after(owner.pk, 0) or ()) == 1


def test_an_event_is_small(engine: InstantEngine, queued: Queued) -> None:
    queued(1)
    work()
    assert max(len(json.dumps(event.data)) for event in Event.objects.all()) < 100

"""Writes down what happens in a rollout, and lets the staff's pages know."""

import json

from django.contrib.auth.models import User
from django.utils import timezone

from apps.live import events
from apps.live.models import Event
from apps.rollouts.models import Rollout, RolloutEvent

TYPE: events.Type = "rollout.updated"


def note(rollout: Rollout, what: RolloutEvent.What, by: User | None = None, detail: str = "") -> None:
    """Keep it, for ever."""
    by_name = by.username if by else ""
    RolloutEvent.objects.create(rollout=rollout, what=what, by=by_name, detail=detail, at=timezone.now())


def listeners() -> set[int]:
    """Who is told: the staff."""
    return set(User.objects.filter(is_staff=True, is_active=True).values_list("pk", flat=True))


def notify(rollout: Rollout) -> None:
    """In the running transaction: a hint, upon which the page asks; only the latest is kept for a replay."""
    Event.objects.filter(subject=rollout.pk, type=TYPE).delete()
    data: dict[str, object] = {
        "id": str(rollout.pk), "model": rollout.model_id, "state": str(rollout.state), "revision": rollout.revision,
    }  # fmt: skip
    text = json.dumps(data, separators=(",", ":"))
    events.record([events.News(user, TYPE, rollout.pk, text, data) for user in sorted(listeners())])

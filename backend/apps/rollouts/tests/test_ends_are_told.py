"""Webhooks of staff are told how a rollout ends, and an abort by a guard is an alert until somebody has seen it."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.alerts import figures
from apps.alerts.evaluate import judge
from apps.alerts.models import Alert
from apps.alerts.readings import Reading
from apps.alerts.rules import ROLLOUT_ABORTED
from apps.catalogue.models import Version
from apps.rollouts.end import abort
from apps.rollouts.models import Rollout
from apps.rollouts.tests.conftest import IMAGE, Engines, start
from apps.webhooks.models import Delivery, Webhook

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
BACK = f"/api/v1/models/{IMAGE}/roll-back"


def told() -> list[tuple[str, dict[str, object]]]:
    return [(row.type, json.loads(row.body)["data"]) for row in Delivery.objects.order_by("created_at", "id")]


def look() -> list[str]:
    """The statuses of the alerts after a look, the oldest first."""
    judge([Reading(ROLLOUT_ABORTED, slug, value) for slug, value in figures.aborted().items()], timezone.now())
    return list(Alert.objects.order_by("since").values_list("status", flat=True))


def test_webhooks_are_told_of_an_abort_a_promotion_and_a_roll_back(
    operator: User, as_operator: APIClient, three: list[Version], engines: Engines
) -> None:
    Webhook.objects.create(
        owner=operator, name="On call", url="https://example.com/", created_at=timezone.now(),
        types=["rollout.aborted", "rollout.promoted", "alias.moved"],
    )  # fmt: skip
    first = start(as_operator)
    abort(first.pk, by=None, reason="Guard errors: five people")
    second = start(as_operator)
    done = {"reason": "Better on March", "revision": 1, "anyway": True}
    assert as_operator.post(f"/api/v1/rollouts/{second.pk}/promote", done, format="json").status_code == 200
    assert as_operator.post(BACK, {"expected": 2, "reason": "No"}, format="json").status_code == 200
    (what, aborted), (moved, _), (end, promoted), (back, rolled) = told()
    assert (what, moved, end, back) == ("rollout.aborted", "alias.moved", "rollout.promoted", "alias.moved")
    ended_at = aborted.pop("ended_at")
    assert isinstance(ended_at, str)
    assert aborted == {
        "id": str(first.pk), "slug": IMAGE, "production": 1, "candidate": 2, "by": None,
        "reason": "Guard errors: five people",
    }  # fmt: skip
    assert (promoted["by"], promoted["reason"]) == (operator.username, "Better on March")
    assert (rolled["how"], rolled["was"], rolled["version"]) == ("rolled_back", 2, 1)


def test_an_abort_by_a_guard_is_an_alert_until_somebody_has_seen_it(
    as_operator: APIClient, three: list[Version], engines: Engines
) -> None:
    abort(start(as_operator).pk, by=None, reason="Guard errors")
    assert look() == ["open"]
    alert = Alert.objects.get()
    assert as_operator.post(f"/api/v1/operations/alerts/{alert.pk}/acknowledge").status_code == 200
    assert look() == ["resolved"]
    assert look() == ["resolved"]
    abort(start(as_operator).pk, by=None, reason="Guard errors")
    assert look() == ["resolved", "open"]


def test_another_rollout_ends_the_alert_and_an_abort_by_a_person_is_none(
    operator: User, as_operator: APIClient, three: list[Version], engines: Engines
) -> None:
    abort(start(as_operator).pk, by=None, reason="Guard errors")
    assert look() == ["open"]
    second = start(as_operator)
    assert look() == ["resolved"]
    abort(second.pk, by=operator, reason="Not today")
    assert look() == ["resolved"]


def test_what_was_aborted_long_ago_is_no_news(as_operator: APIClient, three: list[Version], engines: Engines) -> None:
    abort(start(as_operator).pk, by=None, reason="Guard errors")
    Rollout.objects.update(ended_at=timezone.now() - timedelta(days=8))
    assert look() == []

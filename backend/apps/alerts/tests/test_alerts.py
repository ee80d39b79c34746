"""Rules are looked at: what is wrong opens an alert, staff are told, and what is over resolves by itself."""

import json
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.alerts import figures
from apps.alerts.evaluate import evaluate, judge
from apps.alerts.models import Alert, Look, Status
from apps.alerts.readings import Reading
from apps.alerts.rules import DRIFT, FAILING, GUESSING, NO_WORKER, QUEUE_OLD, Rule
from apps.audit.models import Entry
from apps.catalogue.models import Worker
from apps.core import audit
from apps.drift.models import Watch
from apps.live.models import Event
from apps.monitoring.tests.rows import version_of
from apps.predictions import counters
from apps.webhooks.models import Delivery, Webhook
from ml.kinds import KINDS

pytestmark = pytest.mark.django_db
LIST = "/api/v1/operations/alerts"
KIND = "image-classification"


def worker(state: str = Worker.State.READY, seconds: float = 0) -> Worker:
    now = timezone.now()
    return Worker.objects.create(
        name="w1", queue="q", kinds=list(KINDS), device="cpu", pid=1, state=state, loaded=[], started_at=now,
        last_seen=now - timedelta(seconds=seconds),
    )  # fmt: skip


def look(value: float | None, seconds: float, begin: datetime, rule: Rule = QUEUE_OLD) -> None:
    """One of many, a few seconds apart."""
    now = begin + timedelta(seconds=seconds)
    Look.objects.update(at=now - timedelta(seconds=5))
    judge([Reading(rule, KIND, value)], now)


def test_it_opens_when_it_has_been_so_for_long_enough_and_resolves_by_itself(operator: User, owner: User) -> None:
    begin = timezone.now()
    look(400, 0, begin)
    assert Alert.objects.get().status == Status.PENDING
    look(600, 299, begin)
    assert not Event.objects.exists()
    look(700, 301, begin)
    alert = Alert.objects.get()
    assert (alert.status, alert.value, alert.threshold, alert.since) == (Status.OPEN, 700, 300, begin)
    look(1, 400, begin)
    assert Alert.objects.get().status == Status.OPEN
    look(1, 460, begin)
    assert Alert.objects.get().status == Status.RESOLVED
    told = [(event.user, event.type, event.data["status"]) for event in Event.objects.order_by("seq")]
    # Of each alert the newest is kept for replay.
    assert told == [(operator, "alert.updated", "resolved")]


def test_webhooks_of_staff_that_chose_alerts_are_told_when_it_opens_and_when_it_is_over(operator: User) -> None:
    for types in (["alert.updated"], ["training.completed"], ["alert.resolved"]):
        Webhook.objects.create(
            owner=operator, name="On call", url="https://example.com/", types=types, created_at=timezone.now()
        )
    begin = timezone.now()
    look(400, 0, begin)
    look(700, 301, begin)
    look(1, 400, begin)
    look(1, 460, begin)
    told = [(row.type, json.loads(row.body)["data"]["status"]) for row in Delivery.objects.order_by("id")]
    assert told == [("alert.updated", "open"), ("alert.resolved", "resolved"), ("alert.updated", "resolved")]


def test_what_was_too_short_was_nothing(operator: User) -> None:
    begin = timezone.now()
    look(400, 0, begin)
    look(1, 100, begin)
    look(400, 200, begin)
    look(400, 310, begin)
    assert Alert.objects.get().status == Status.PENDING


def test_after_it_is_over_the_next_one_is_another(operator: User) -> None:
    begin = timezone.now()
    for seconds, value in ((0, 400), (301, 400), (302, 1), (362, 1), (400, 400), (701, 400)):
        look(value, seconds, begin)
    assert sorted(Alert.objects.values_list("status", flat=True)) == [Status.OPEN, Status.RESOLVED]


def test_one_that_hovers_around_its_threshold_is_one_alert(operator: User) -> None:
    begin = timezone.now()
    for number, value in enumerate((21, 20, 21, 19, 20) * 10):
        look(value, number * 30, begin, GUESSING)
    assert list(Alert.objects.values_list("status", flat=True)) == [Status.OPEN]
    assert Event.objects.get().seq == 1


def test_what_was_so_before_nobody_looked_is_not_taken_for_so_all_the_time(operator: User) -> None:
    begin = timezone.now()
    judge([Reading(QUEUE_OLD, KIND, 400)], begin)
    judge([Reading(QUEUE_OLD, KIND, 400)], begin + timedelta(hours=9))
    assert Alert.objects.get().status == Status.PENDING
    look(400, 9 * 3600 + 301, begin)
    assert Alert.objects.get().status == Status.OPEN


def test_what_cannot_be_told_yet_opens_nothing_and_ends_nothing(operator: User) -> None:
    begin = timezone.now()
    look(None, 0, begin, FAILING)
    assert not Alert.objects.exists()
    for seconds, value in ((0, 0.5), (301, 0.5), (400, None), (900, None)):
        look(value, seconds, begin, FAILING)
    assert Alert.objects.get().status == Status.OPEN


def test_nobody_answers_and_within_a_minute_it_is_open(operator: User) -> None:
    row, begin = worker(), timezone.now()
    assert figures.workers() == dict.fromkeys(KINDS, 1.0)
    Worker.objects.filter(pk=row.pk).update(last_seen=begin - timedelta(seconds=41))
    gone = [Reading(NO_WORKER, kind, count) for kind, count in figures.workers().items()]
    judge(gone, begin + timedelta(seconds=41))
    assert not Alert.objects.exclude(status=Status.PENDING).exists()
    judge(gone, begin + timedelta(seconds=52))
    assert list(Alert.objects.values_list("rule", "status")) == [("no_worker", "open")] * len(KINDS)


@pytest.mark.parametrize(("state", "seconds", "heard"), [("busy", 50, 1), ("busy", 61, 0), ("ready", 50, 0)])
def test_who_computes_may_be_silent_for_longer(state: str, seconds: float, heard: float) -> None:
    worker(Worker.State(state), seconds)
    assert figures.workers()[KIND] == heard


def test_shares_and_percentiles_are_of_what_ended_in_the_window(operator: User) -> None:
    window = figures.Window()
    counters.add({counters.sample("predictions_total", kind=KIND, model="m", version="1", status="failed"): 99})
    window.look(0)
    assert window.is_young
    for status, count in (("failed", 4), ("succeeded", 6), ("canceled", 5)):
        counters.add({counters.sample("predictions_total", kind=KIND, model="m", version="1", status=status): count})
    for seconds, count in ((0.3, 90), (20.0, 10)):
        added = Counter[counters.Sample]()
        for _ in range(count):
            counters.observe(added, "answer_seconds", seconds, counters.SECONDS, kind=KIND)
        counters.add(added)
    risen = window.look(600)
    assert figures.failing(risen) == {KIND: 0.4}
    assert figures.p95(risen) == {KIND: pytest.approx(20.0)}
    window.look(1000)
    assert figures.failing(window.look(1500)) == {}
    assert not window.is_young


def test_a_few_failures_are_no_share() -> None:
    window = figures.Window()
    window.look(0)
    counters.add({counters.sample("predictions_total", kind=KIND, model="m", version="1", status="failed"): 9})
    assert figures.failing(window.look(60)) == {}
    assert FAILING.threshold == 0.2


def test_wrong_passwords_are_counted_for_ten_minutes(owner: User) -> None:
    audit.note_each("sign_in_refused", [{"name": "owner"}] * 21)
    assert GUESSING.is_broken_by(figures.guesses()[""])
    Entry.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert figures.guesses() == {"": 0.0}


def test_a_version_that_is_sent_other_files_is_told_of(owner: User) -> None:
    moment = timezone.now()
    watch = Watch.objects.create(version=version_of(KIND), window={}, began_at=moment, seen_at=moment)
    assert figures.drifting() == {"small-image v1": 0.0}
    Watch.objects.update(drifting_since=moment)
    assert DRIFT.is_broken_by(figures.drifting()["small-image v1"])
    watch.seen_at = moment - timedelta(days=8)
    watch.save()
    assert figures.drifting() == {}


@pytest.mark.usefixtures("broker")
def test_a_whole_look_finds_what_is_wrong_here(operator: User, as_operator: APIClient) -> None:
    assert as_operator.get(LIST).json()["is_watched"] is False
    evaluate()
    Alert.objects.update(since=timezone.now() - timedelta(hours=1))
    evaluate()
    told = as_operator.get(LIST).json()
    assert told["is_watched"] is True
    # Nobody works in a test.
    assert {(one["rule"], one["status"]) for one in told["active"] if one["rule"] == "no_worker"} == {
        ("no_worker", "open")
    }
    worker()
    evaluate()
    Alert.objects.update(back_since=timezone.now() - timedelta(minutes=10))
    evaluate()
    over = as_operator.get(LIST).json()
    assert "no_worker" not in {one["rule"] for one in over["active"]}
    assert {one["rule"] for one in over["resolved"]} == {"no_worker"}
    Look.objects.update(at=timezone.now() - timedelta(seconds=61))
    assert as_operator.get(LIST).json()["is_watched"] is False


@pytest.fixture
def alert(operator: User) -> Alert:
    begin = timezone.now() - timedelta(seconds=301)
    look(400, 0, begin)
    look(400, 301, begin)
    return Alert.objects.get()


def test_somebody_sees_to_it(as_operator: APIClient, alert: Alert) -> None:
    told = as_operator.post(f"{LIST}/{alert.pk}/acknowledge").json()
    assert (told["status"], told["acknowledged_by"]) == ("acknowledged", "operator")
    look(500, 10, timezone.now())
    assert Alert.objects.get().status == Status.ACKNOWLEDGED
    assert Entry.objects.get().event == "alert_acknowledged"
    again = as_operator.post(f"{LIST}/{alert.pk}/reopen").json()
    assert (again["status"], again["acknowledged_by"], again["acknowledged_at"]) == ("open", None, None)
    assert as_operator.post(f"{LIST}/{alert.pk}/reopen").json() == again
    assert Entry.objects.order_by("pk").last().event == "alert_reopened"  # type: ignore[union-attr]
    look(1, 20, timezone.now())
    look(1, 80, timezone.now())
    for what in ("acknowledge", "reopen"):
        assert as_operator.post(f"{LIST}/{alert.pk}/{what}").status_code == 409


def test_quiet_for_a_while(as_operator: APIClient, alert: Alert) -> None:
    told = as_operator.post(f"{LIST}/{alert.pk}/snooze", {"minutes": 60}, format="json").json()
    assert told["snoozed_until"] > timezone.now().isoformat()
    assert as_operator.post(f"{LIST}/{alert.pk}/snooze", {"minutes": 0}, format="json").json()["snoozed_until"] is None
    assert as_operator.post(f"{LIST}/{alert.pk}/snooze", {"minutes": -1}, format="json").status_code == 400


def test_it_is_for_staff(as_stranger: APIClient, nobody: APIClient, alert: Alert) -> None:
    for path in (f"{LIST}/{alert.pk}/{what}" for what in ("acknowledge", "reopen", "snooze")):
        assert (as_stranger.post(path).status_code, nobody.post(path).status_code) == (403, 401)
    assert (as_stranger.get(LIST).status_code, nobody.get(LIST).status_code) == (403, 401)

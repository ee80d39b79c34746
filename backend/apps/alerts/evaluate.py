"""Rules are looked at: alerts open, and resolve by themselves."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from apps.alerts.figures import Window
from apps.alerts.models import Alert, Look, Status
from apps.alerts.notify import notify
from apps.alerts.rules import Reading, readings

_window = Window()


def evaluate() -> None:
    """One look at all rules. The scheduler does it every few seconds, since no worker may be there."""
    judge(list(readings(_window)), timezone.now())


@transaction.atomic
def judge(found: Iterable[Reading], now: datetime) -> None:
    """Open what is broken for long enough, and resolve what is not broken any more.

    Of two schedulers, as in a roll-out, one waits for the other.
    """
    Look.objects.update_or_create(pk=Look.ONLY, defaults={"at": now})
    broken = {(one.rule.name, one.subject): one for one in found if one.rule.is_broken_by(one.value)}
    known = {(alert.rule, alert.subject): alert for alert in Alert.objects.exclude(status=Status.RESOLVED)}
    for key, reading in broken.items():
        _break(known.get(key) or _begin(reading, now), reading, now)
    for key, alert in known.items():
        if key not in broken:
            _end(alert, now)


def _begin(reading: Reading, now: datetime) -> Alert:
    rule = reading.rule
    return Alert(
        rule=rule.name, subject=reading.subject, severity=rule.severity, threshold=rule.threshold, since=now,
    )  # fmt: skip


def _break(alert: Alert, reading: Reading, now: datetime) -> None:
    alert.value = reading.value
    opens = alert.status == Status.PENDING and now >= alert.since + timedelta(seconds=reading.rule.seconds)
    if opens:
        alert.status, alert.opened_at = Status.OPEN, now
    alert.save()
    if opens:
        notify(alert)


def _end(alert: Alert, now: datetime) -> None:
    if alert.status == Status.PENDING:
        alert.delete()
        return
    alert.status, alert.resolved_at = Status.RESOLVED, now
    alert.save()
    notify(alert)

"""Rules are looked at: alerts open, and resolve by themselves."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from apps.alerts.figures import Window
from apps.alerts.models import Alert, Look, Status
from apps.alerts.notify import notify
from apps.alerts.readings import Reading, readings

_window = Window()


def evaluate() -> None:
    """One look at all rules. The scheduler does it every few seconds, since no worker may be there."""
    judge(list(readings(_window)), timezone.now())


@transaction.atomic
def judge(found: Iterable[Reading], now: datetime) -> None:
    """Open what is broken for long enough, and resolve what is not broken any more.

    Of two schedulers, as in a roll-out, one waits for the other.
    """
    if _look(now) > Look.SILENT:
        # Whether it was so all the time nobody knows.
        Alert.objects.filter(status=Status.PENDING).delete()
    read = {(one.rule.name, one.subject): one for one in found}
    known = {(alert.rule, alert.subject): alert for alert in Alert.objects.exclude(status=Status.RESOLVED)}
    for key, reading in read.items():
        if reading.is_broken:
            _break(known.get(key) or _begin(reading, now), reading, now)
    for key, alert in known.items():
        if key not in read or read[key].is_back:
            _come_back(alert, read.get(key), now)


def _look(now: datetime) -> timedelta:
    """Note that somebody looks now. Returns for how long nobody did."""
    look, _ = Look.objects.select_for_update().get_or_create(pk=Look.ONLY, defaults={"at": now})
    silent, look.at = now - look.at, now
    look.save()
    return silent


def _begin(reading: Reading, now: datetime) -> Alert:
    rule = reading.rule
    return Alert(
        rule=rule.name, subject=reading.subject, severity=rule.severity, threshold=rule.threshold, since=now,
    )  # fmt: skip


def _break(alert: Alert, reading: Reading, now: datetime) -> None:
    alert.value, alert.threshold, alert.back_since = reading.value or 0.0, reading.rule.threshold, None
    opens = alert.status == Status.PENDING and now >= alert.since + timedelta(seconds=reading.rule.seconds)
    if opens:
        alert.status, alert.opened_at = Status.OPEN, now
    alert.save()
    if opens:
        notify(alert, "alert.opened")


def _come_back(alert: Alert, reading: Reading | None, now: datetime) -> None:
    """It is over when that has lasted, and at once where there is nothing any more that could be wrong."""
    if alert.status == Status.PENDING:
        alert.delete()
        return
    alert.back_since = alert.back_since or now
    if reading is None or now >= alert.back_since + timedelta(seconds=reading.rule.back):
        alert.status, alert.resolved_at = Status.RESOLVED, now
        notify(alert, "alert.resolved")
    alert.save()

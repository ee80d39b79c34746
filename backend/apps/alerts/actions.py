"""What staff do about an alert: say that they know, or have it be quiet for a while."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from apps.alerts.models import Alert, Status
from apps.alerts.notify import notify
from apps.core import audit
from apps.core.errors import Problem


@transaction.atomic
def acknowledge(by: User, alert_id: UUID) -> Alert:
    """Somebody sees to it. Raises Problem 404; 409 where it is over."""
    alert = _active(alert_id)
    if alert.status == Status.OPEN:
        alert.status, alert.acknowledged_at, alert.acknowledged_by = Status.ACKNOWLEDGED, timezone.now(), by
        _changed("alert_acknowledged", alert, by)
    return alert


@transaction.atomic
def reopen(by: User, alert_id: UUID) -> Alert:
    """Nobody sees to it after all. Raises Problem 404; 409 where it is over."""
    alert = _active(alert_id)
    if alert.status == Status.ACKNOWLEDGED:
        alert.status, alert.acknowledged_at, alert.acknowledged_by = Status.OPEN, None, None
        _changed("alert_reopened", alert, by)
    return alert


@transaction.atomic
def snooze(by: User, alert_id: UUID, minutes: int) -> Alert:
    """No banner for so long; 0: at once again. Raises Problem 404; 409 where it is over."""
    alert = _active(alert_id)
    alert.snoozed_until = timezone.now() + timedelta(minutes=minutes) if minutes else None
    _changed("alert_snoozed", alert, by, minutes=minutes)
    return alert


def _active(alert_id: UUID) -> Alert:
    told = Alert.objects.select_for_update(of=("self",)).exclude(status=Status.PENDING)
    alert = told.select_related("acknowledged_by").filter(pk=alert_id).first()
    if alert is None:
        raise Problem(404, "There is no such alert.")
    if alert.status == Status.RESOLVED:
        raise Problem(409, "It is over already.")
    return alert


def _changed(event: audit.Event, alert: Alert, by: User, **facts: object) -> None:
    alert.save()
    notify(alert)
    audit.note(event, by=by, alert=alert.pk, rule=alert.rule, subject=alert.subject, **facts)

"""Reads: alerts, and whether anybody looks for them."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from apps.alerts.letters import is_configured
from apps.alerts.models import Alert, Letter, Look, Status
from apps.alerts.schemas import AlertMailSchema, AlertsSchema

SHOWN = 50


def overview() -> AlertsSchema:
    """What is open and what was."""
    look = Look.objects.filter(pk=Look.ONLY).values_list("at", flat=True).first()
    is_watched = look is not None and look >= timezone.now() - Look.SILENT
    ended = list(_told().filter(status=Status.RESOLVED)[:SHOWN])
    return AlertsSchema.of(look, is_watched, list(active()), ended, _mail())


def _mail() -> AlertMailSchema:
    if not is_configured():
        return AlertMailSchema(to=[], sent_at=None, error=None)
    newest = Letter.objects.filter(tries__gt=0).first()
    sent = Letter.objects.filter(sent_at__isnull=False).values_list("sent_at", flat=True).first()
    return AlertMailSchema(
        to=list(settings.SLIPWAY.alert_mail_to), sent_at=sent, error=newest.error or None if newest else None
    )


def active() -> QuerySet[Alert]:
    """Open and acknowledged ones, the worst first."""
    return _told().exclude(status=Status.RESOLVED).order_by("severity", "-since")


def _told() -> QuerySet[Alert]:
    return Alert.objects.exclude(status=Status.PENDING).select_related("acknowledged_by")

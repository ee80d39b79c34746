"""Reads: alerts, and whether anybody looks for them."""

from django.db.models import QuerySet
from django.utils import timezone

from apps.alerts.models import Alert, Look, Status
from apps.alerts.schemas import AlertsSchema

SHOWN = 50


def overview() -> AlertsSchema:
    """What is open and what was."""
    look = Look.objects.filter(pk=Look.ONLY).values_list("at", flat=True).first()
    is_watched = look is not None and look >= timezone.now() - Look.SILENT
    return AlertsSchema.of(look, is_watched, list(active()), list(_told().filter(status=Status.RESOLVED)[:SHOWN]))


def active() -> QuerySet[Alert]:
    """Open and acknowledged ones, the worst first."""
    return _told().exclude(status=Status.RESOLVED).order_by("severity", "-since")


def _told() -> QuerySet[Alert]:
    return Alert.objects.exclude(status=Status.PENDING).select_related("acknowledged_by")

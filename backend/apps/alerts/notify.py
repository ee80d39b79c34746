"""Let people know: all staff, at their open pages. Whatever else shall hear of alerts is told here."""

import logging

from django.contrib.auth.models import User

from apps.alerts.models import Alert
from apps.alerts.schemas import AlertSchema
from apps.live import events

logger = logging.getLogger(__name__)
TYPE: events.Type = "alert.updated"


def notify(alert: Alert) -> None:
    """An alert has opened, was acknowledged or snoozed, or is over. Part of the transaction of that change."""
    data = AlertSchema.of(alert).to_json()
    staff = User.objects.filter(is_staff=True, is_active=True).values_list("pk", flat=True)
    events.forget(alert.pk)
    events.record(events.News.whole(user, TYPE, alert.pk, data) for user in staff)
    logger.warning("alert %s: %s (%s, %g of %g)", alert.status, alert, alert.severity, alert.value, alert.threshold)

"""Let people know: all staff, at their open pages and by their webhooks."""

import logging
from typing import Literal

from django.contrib.auth.models import User

from apps.alerts import letters
from apps.alerts.models import Alert
from apps.alerts.schemas import AlertSchema
from apps.live import events
from apps.webhooks.event_types import OfStaff
from apps.webhooks.outbox import put_for_staff

logger = logging.getLogger(__name__)
TYPE: Literal["alert.updated"] = "alert.updated"


def notify(alert: Alert, change: OfStaff | None = None) -> None:
    """An alert has opened, was acknowledged or snoozed, or is over. Part of the transaction of that change.

    Args:
        change: what a webhook may choose to be told alone; None where staff themselves did something.
    """
    shape = AlertSchema.of(alert)
    data = shape.to_json()
    staff = User.objects.filter(is_staff=True, is_active=True).values_list("pk", flat=True)
    events.forget(alert.pk)
    events.record(events.News.whole(user, TYPE, alert.pk, data) for user in staff)
    if change:
        letters.put(alert)
    for kind in (change, TYPE) if change else (TYPE,):
        put_for_staff(kind, str(alert.pk), shape)
    logger.warning("alert %s: %s (%s, %g of %g)", alert.status, alert, alert.severity, alert.value, alert.threshold)

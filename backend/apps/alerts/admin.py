"""Alerts in Django's admin: to look at alone."""

from django.contrib import admin

from apps.alerts.models import Alert
from apps.core.admin import RecordAdmin


@admin.register(Alert)
class AlertAdmin(RecordAdmin):
    """What was wrong, and when."""

    list_display = ["rule", "subject", "severity", "status", "value", "threshold", "since", "resolved_at"]
    list_filter = ["status", "severity", "rule"]
    list_select_related = ["acknowledged_by"]

"""Alerts in Django's admin: to look at alone."""

from django.contrib import admin

from apps.alerts.models import Alert, Letter, RuleChange
from apps.core.admin import RecordAdmin


@admin.register(Alert)
class AlertAdmin(RecordAdmin):
    """What was wrong, and when."""

    place = "/operations/alerts"
    list_display = ["rule", "subject", "severity", "status", "value", "threshold", "since", "resolved_at"]
    list_filter = ["status", "severity", "rule"]
    list_select_related = ["acknowledged_by"]


@admin.register(RuleChange)
class RuleChangeAdmin(RecordAdmin):
    """Which rules are otherwise than shipped; on the page they are changed."""

    place = "/operations/alerts"
    list_display = ["rule", "threshold", "seconds", "is_on", "changed_by", "changed_at"]
    list_select_related = ["changed_by"]


@admin.register(Letter)
class LetterAdmin(RecordAdmin):
    """What was mailed, and what could not be."""

    place = "/operations/alerts"
    list_display = ["subject", "created_at", "sent_at", "tries", "error"]
    list_filter = [("sent_at", admin.EmptyFieldListFilter)]
    search_fields = ["subject"]

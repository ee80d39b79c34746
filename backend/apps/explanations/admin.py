"""Explanations in Django's admin, to look at."""

from django.contrib import admin

from apps.core.admin import RecordAdmin
from apps.explanations.models import Explanation


@admin.register(Explanation)
class ExplanationAdmin(RecordAdmin):
    """Which answers were explained, and how it went."""

    list_display = ["prediction", "status", "label", "created_at", "completed_at"]
    list_filter = ["status"]

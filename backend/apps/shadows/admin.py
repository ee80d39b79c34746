"""Shadows in Django's admin, to look at."""

from django.contrib import admin

from apps.core.admin import RecordAdmin
from apps.shadows.models import Shadow


@admin.register(Shadow)
class ShadowAdmin(RecordAdmin):
    """Which versions were compared, with all figures of the end. What differs is in the page, whose reads are noted."""

    list_display = ["model", "candidate", "production", "seen", "same", "different", "by", "created_at", "ended_at"]
    list_filter = ["model"]
    list_select_related = ["model", "candidate", "production"]
    search_fields = ["model__slug", "by", "reason", "end_reason"]

"""Figures in Django's admin, as they are kept."""

from django.contrib import admin

from apps.core.admin import RecordAdmin
from apps.monitoring.models import KeptBucket, Rerun


@admin.register(KeptBucket)
class KeptBucketAdmin(RecordAdmin):
    """What happened in each bucket of time."""

    list_display = ["at", "length", "model", "version", "succeeded", "failed", "canceled", "waiting", "workers"]
    list_filter = ["length", "model"]
    search_fields = ["model"]
    date_hierarchy = "at"


@admin.register(Rerun)
class RerunAdmin(RecordAdmin):
    """What staff had answered once more."""

    list_display = ["failed_id", "again_id", "by", "at"]
    list_select_related = ["by"]
    search_fields = ["by__username"]

"""Data sets, jobs and runs in Django's admin, to look at."""

from django.contrib import admin

from apps.core.admin import RecordAdmin
from apps.training.models import Correction, DataSet, DataSetVersion, Job, Run, Variant


@admin.register(DataSet)
class DataSetAdmin(RecordAdmin):
    """Files with their answers as they came."""

    list_display = ["slug", "title", "kind", "owner", "size", "checked_at", "created_at"]
    list_filter = ["kind"]
    search_fields = ["slug", "title"]


@admin.register(DataSetVersion)
class DataSetVersionAdmin(RecordAdmin):
    """Frozen sets."""

    list_display = ["data_set", "number", "digest", "created_at"]
    search_fields = ["data_set__slug", "digest"]


@admin.register(Job)
class JobAdmin(RecordAdmin):
    """What was asked for, and how it went."""

    list_display = ["id", "work", "status", "owner", "attempt", "claimed_by", "created_at", "completed_at"]
    list_filter = ["work", "status"]


@admin.register(Run)
class RunAdmin(RecordAdmin):
    """Trainings."""

    list_display = ["id", "slug", "data_set_version", "parent", "step", "registered", "created_at"]
    search_fields = ["slug"]


@admin.register(Variant)
class VariantAdmin(RecordAdmin):
    """Smaller or faster forms of versions."""

    list_display = ["name", "parent", "accepted", "reason", "registered", "created_at"]
    list_filter = ["accepted"]


@admin.register(Correction)
class CorrectionAdmin(RecordAdmin):
    """What operators thought of what people said."""

    list_display = ["prediction", "state", "answer", "reviewed_by", "reviewed_at"]
    list_filter = ["state"]

"""Runs in Django's admin, to look at."""

from django.contrib import admin
from unfold.decorators import display

from apps.backup.models import BackupRun, Status
from apps.core.admin import RecordAdmin

COLOURS = {
    Status.WAITING.label: "warning",
    Status.RUNNING.label: "info",
    Status.SUCCEEDED.label: "success",
    Status.FAILED.label: "danger",
}


@admin.register(BackupRun)
class RunAdmin(RecordAdmin):
    """Backups, restores, drills and integrity checks."""

    list_display = ["operation", "label", "detail", "requested_by", "requested_at", "ended_at"]
    list_filter = ["operation", "status"]
    list_select_related = ["requested_by"]
    search_fields = ["detail", "file"]

    @display(description="status", ordering="status", label=COLOURS)  # type: ignore[untyped-decorator]
    def label(self, run: BackupRun) -> str:
        """The status in colour."""
        return run.get_status_display()

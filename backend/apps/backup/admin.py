"""Runs in Django's admin, to look at."""

from django.contrib import admin
from unfold.decorators import display

from apps.backup.models import Run, State
from apps.core.admin import RecordAdmin

COLOURS = {
    State.WAITING.label: "warning",
    State.RUNNING.label: "info",
    State.SUCCEEDED.label: "success",
    State.FAILED.label: "danger",
}


@admin.register(Run)
class RunAdmin(RecordAdmin):
    """Backups, restores, drills and integrity checks."""

    list_display = ["job", "label", "detail", "asked_by", "asked_at", "ended_at"]
    list_filter = ["job", "state"]
    list_select_related = ["asked_by"]
    search_fields = ["detail", "file"]

    @display(description="state", ordering="state", label=COLOURS)  # type: ignore[untyped-decorator]
    def label(self, run: Run) -> str:
        """The state in colour."""
        return run.get_state_display()

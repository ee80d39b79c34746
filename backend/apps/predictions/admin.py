"""Predictions in Django's admin: read what happened, and end what should not go on."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import action, display

from apps.core.admin import RecordAdmin
from apps.core.errors import Problem
from apps.predictions import actions
from apps.predictions.models import IdempotencyKey, Prediction, Status, Tally, WorkerTally

COLOURS = {
    Status.QUEUED.label: "warning",
    Status.PROCESSING.label: "info",
    Status.SUCCEEDED.label: "success",
    Status.FAILED.label: "danger",
}


@admin.register(Prediction)
class PredictionAdmin(RecordAdmin):
    """Everybody's predictions."""

    place = "/operations#predictions"
    list_display = ["name", "label", "owner", "version", "error_code", "seconds", "attempt", "created_at"]
    list_filter = ["status", "kind", "version", "error_code"]
    list_select_related = ["upload", "owner", "version__model"]
    search_fields = ["search", "owner__username", "claimed_by"]
    exclude = ["search"]
    actions = ["cancel"]

    @display(description="file", ordering="upload__name")  # type: ignore[untyped-decorator]
    def name(self, row: Prediction) -> str:
        """As the sender called the file."""
        return row.upload.name

    @display(description="status", ordering="status", label=COLOURS)  # type: ignore[untyped-decorator]
    def label(self, row: Prediction) -> str:
        """The status in colour."""
        return row.get_status_display()

    @display(description="seconds", ordering="total_time")  # type: ignore[untyped-decorator]
    def seconds(self, row: Prediction) -> str:
        """From arrival to the end."""
        return "" if row.total_time is None else f"{row.total_time:.3f}"

    @action(description="Cancel what has not ended", permissions=["cancel"])  # type: ignore[untyped-decorator]
    def cancel(self, request: HttpRequest, rows: QuerySet[Prediction]) -> None:
        """Cancel the chosen ones, as their owners could."""
        canceled = 0
        for row in rows.exclude(status__in=[Status.SUCCEEDED, Status.FAILED, Status.CANCELED]).select_related("owner"):
            try:
                actions.cancel(row.owner, row.pk)
                canceled += 1
            except Problem:
                continue  # It ended while we looked at it.
        self.message_user(request, f"{canceled} canceled.", messages.SUCCESS)

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        """Whoever may change predictions; nothing else of them can be changed here."""
        return request.user.has_perm("predictions.change_prediction")


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(RecordAdmin):
    """Keys of requests that were sent twice, kept for a day."""

    list_display = ["key", "owner", "created_at"]
    list_select_related = ["owner"]
    search_fields = ["key", "owner__username"]


@admin.register(Tally)
class TallyAdmin(RecordAdmin):
    """The counters behind `/metrics`."""

    list_display = ["name", "labels_key", "value"]
    list_filter = ["name"]
    search_fields = ["name", "labels_key"]


@admin.register(WorkerTally)
class WorkerTallyAdmin(RecordAdmin):
    """What each process has added to them."""

    list_display = ["name", "labels_key", "value", "writer"]
    list_filter = ["name"]
    search_fields = ["name", "labels_key", "writer"]

"""Models, versions, aliases and workers in Django's admin.

A version is immutable; what may be changed is how a model is called.
"""

from django.contrib import admin
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from unfold.admin import TabularInline
from unfold.decorators import display

from apps.catalogue.models import Alias, AliasChange, Calibration, Model, Version, Worker
from apps.core.admin import AuditedAdmin, RecordAdmin


class VersionInline(TabularInline):  # type: ignore[misc]  # the library is untyped
    """The versions of a model, to look at."""

    model = Version
    fields = readonly_fields = ["number", "digest", "size", "shipped", "created_at"]
    show_change_link = True
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        """A version is installed with its bundle, not typed in."""
        return False


@admin.register(Model)
class ModelAdminPage(AuditedAdmin):
    """What a model is called, and whether it is the default of its kind."""

    list_display = ["slug", "title", "kind", "is_default", "owner", "created_at"]
    list_filter = ["kind", "is_default"]
    search_fields = ["slug", "title", "summary"]
    fields = ["slug", "kind", "title", "summary", "is_default", "owner", "created_at"]
    readonly_fields = ["slug", "kind", "owner", "created_at"]
    inlines = [VersionInline]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """A model comes with its first bundle."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        """Its predictions name it."""
        return False


@admin.register(Version)
class VersionAdmin(RecordAdmin):
    """Immutable versions with all that their bundle says."""

    place = "/models/{0.model_id}"
    list_display = ["model", "number", "bytes", "shipped", "digest", "created_at"]
    list_filter = ["model", "shipped"]
    list_select_related = ["model"]
    search_fields = ["model__slug", "digest"]

    @display(description="size", ordering="size")  # type: ignore[untyped-decorator]
    def bytes(self, version: Version) -> str:
        """Bytes of all files, readable."""
        return filesizeformat(version.size)


@admin.register(Calibration)
class CalibrationAdmin(RecordAdmin):
    """How versions compute on devices, with all that was measured."""

    list_display = ["version", "device", "measured_at"]
    list_filter = ["device"]
    list_select_related = ["version"]


@admin.register(Alias)
class AliasAdmin(RecordAdmin):
    """Where an alias points; it is moved on the model's page, where a worker has to load the version first."""

    list_display = ["model", "name", "version"]
    list_filter = ["model"]
    list_select_related = ["model", "version"]


@admin.register(AliasChange)
class AliasChangeAdmin(RecordAdmin):
    """Who moved which alias when, from where to where, and why."""

    list_display = ["slug", "alias", "was", "version", "how", "by", "reason", "created_at"]
    list_filter = ["slug", "alias", "how"]
    search_fields = ["slug", "by", "reason"]


@admin.register(Worker)
class WorkerAdmin(RecordAdmin):
    """The processes that compute, as they last reported themselves."""

    list_display = ["name", "label", "kinds", "device", "pid", "batches", "items", "started_at", "last_seen"]
    list_filter = ["state", "device"]
    search_fields = ["name", "queue"]

    @display(description="state", ordering="state", label={"Ready": "success", "Busy": "info", "Starting": "warning"})  # type: ignore[untyped-decorator]
    def label(self, worker: Worker) -> str:
        """The state in colour."""
        return worker.get_state_display()

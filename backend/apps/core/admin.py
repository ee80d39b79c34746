"""Records that people may look at in Django's admin, and not touch: the code alone writes them."""

from typing import cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from apps.core import audit


class AuditedAdmin(ModelAdmin):  # type: ignore[misc]  # the library is untyped
    """Records that staff may change: what they do is in the audit trail as well."""

    def log_addition(self, request: HttpRequest, obj: Model, message: object) -> object:
        """Somebody made a record."""
        _note("record_added", request, obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: object) -> object:
        """Somebody changed a record."""
        _note("record_changed", request, obj, changes=message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: "QuerySet[Model]") -> object:
        """Somebody is about to delete records."""
        for obj in queryset:
            _note("record_deleted", request, obj)
        return super().log_deletions(request, queryset)


def _note(event: audit.Event, request: HttpRequest, record: Model, **facts: object) -> None:
    by = cast("AbstractBaseUser", request.user)
    audit.note(event, by=by, record=record._meta.label_lower, number=record.pk, name=str(record), **facts)


class RecordAdmin(ModelAdmin):  # type: ignore[misc]  # the library is untyped
    """Lists, search and a page per record; nothing to add, change or delete.

    Args:
        place: where the page of Slipway shows it; empty: nowhere.
    """

    place = ""
    # The exact number would read the whole table at each look.
    show_full_result_count = False
    list_per_page = 50
    compressed_fields = True

    def view_on_site(self, obj: Model) -> str | None:
        """The way from a record to where it is worked with."""
        return self.place.format(obj) or None

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the framework's signature
        """Nobody writes a record by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        """Nobody changes one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        """Nobody deletes one: files and events would be left behind."""
        return False

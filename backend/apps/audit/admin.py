"""The audit in Django's admin: to look at alone."""

from django.contrib import admin

from apps.audit.models import Entry, Head
from apps.core.admin import RecordAdmin


@admin.register(Entry)
class EntryAdmin(RecordAdmin):
    """Who did what."""

    place = "/operations/audit"
    list_display = ["at", "event", "by", "address", "facts", "number"]
    list_filter = ["event"]
    search_fields = ["by", "address", "facts", "request_id"]
    date_hierarchy = "at"


@admin.register(Head)
class HeadAdmin(RecordAdmin):
    """Where the chain begins and ends."""

    list_display = ["number", "digest", "kept_after", "sent"]

"""Events in Django's admin: what the pages were told, and when."""

from django.contrib import admin

from apps.core.admin import RecordAdmin
from apps.live.models import Event


@admin.register(Event)
class EventAdmin(RecordAdmin):
    """Messages in their order."""

    list_display = ["seq", "user", "type", "subject", "at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__username", "subject"]
    ordering = ["-user", "-seq"]

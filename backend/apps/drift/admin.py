"""What was seen of each version in Django's admin: to look at alone."""

from django.contrib import admin

from apps.core.admin import RecordAdmin
from apps.drift.models import Cursor, FullWindow, Watch


@admin.register(Watch)
class WatchAdmin(RecordAdmin):
    """Versions, and whether what they are sent has changed."""

    list_display = ["version", "answers", "evidence", "drifting_since", "seen_at"]
    list_select_related = ["version"]


@admin.register(FullWindow)
class FullWindowAdmin(RecordAdmin):
    """Full windows."""

    list_display = ["version", "began_at", "ended_at", "evidence", "drifting"]
    list_filter = ["drifting"]
    list_select_related = ["version"]


@admin.register(Cursor)
class CursorAdmin(RecordAdmin):
    """Up to when answers were looked at."""

    list_display = ["at"]

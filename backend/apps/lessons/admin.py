"""Lessons in Django's admin, to look at; the photos stay their owner's."""

from django.contrib import admin

from apps.core.admin import RecordAdmin
from apps.lessons.models import Lesson


@admin.register(Lesson)
class LessonAdmin(RecordAdmin):
    """Who shows a model what, and how it went."""

    list_display = ["title", "owner", "status", "model", "created_at", "completed_at"]
    list_filter = ["status"]
    list_select_related = ["owner", "model"]
    search_fields = ["title", "owner__username"]

"""Webhooks in Django's admin, to see who is told what. A secret is not there to be shown."""

from django.contrib import admin

from apps.core.admin import RecordAdmin
from apps.webhooks.models import Delivery, Webhook


@admin.register(Webhook)
class WebhookAdmin(RecordAdmin):
    """Which webhooks there are; who owns one changes it on the page."""

    list_display = ["name", "owner", "url", "failing_since", "paused_at", "created_at"]
    list_filter = [("paused_at", admin.EmptyFieldListFilter)]
    list_select_related = ["owner"]
    search_fields = ["name", "url", "owner__username"]
    exclude = ["secrets"]


@admin.register(Delivery)
class DeliveryAdmin(RecordAdmin):
    """What was sent, and is to be."""

    list_display = ["id", "type", "webhook", "status", "tries", "answer_status", "created_at", "due_at"]
    list_filter = ["status", "type"]
    list_select_related = ["webhook"]
    search_fields = ["subject"]

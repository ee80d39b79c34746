"""Links in Django's admin, to see who shares what. A token is not there to be shown."""

from django.contrib import admin
from django.http import HttpRequest

from apps.core.admin import AuditedAdmin
from apps.sharing.models import Link


@admin.register(Link)
class LinkAdmin(AuditedAdmin):
    """Which links there are; one that is deleted opens nothing from then on."""

    list_display = ["name", "model", "owner", "expires_at", "revoked_at", "uses", "last_used_at", "created_at"]
    list_filter = ["model"]
    list_select_related = ["model", "owner"]
    search_fields = ["name", "model__slug", "owner__username"]
    fields = readonly_fields = [
        "name", "model", "owner", "most_a_day", "expires_at", "revoked_at", "uses", "last_used_at", "created_at",
    ]  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the framework's signature
        """Nobody shares in somebody else's name."""
        return False

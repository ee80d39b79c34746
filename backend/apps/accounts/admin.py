"""People and keys in Django's admin. A key's secret is not there to be shown."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from apps.accounts.models import ApiKey
from apps.core.admin import AuditedAdmin

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(DjangoUserAdmin, AuditedAdmin):  # type: ignore[type-arg]
    """Make people, deactivate them, set a new password."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, AuditedAdmin):  # type: ignore[misc]
    """Groups of permissions inside the admin."""


@admin.register(ApiKey)
class ApiKeyAdmin(AuditedAdmin):
    """See whose keys there are, and take them away. Keys are made by their owners."""

    list_display = ["prefix", "name", "user", "scopes", "expires_at", "last_used_at", "created_at"]
    list_select_related = ["user"]
    search_fields = ["prefix", "name", "user__username"]
    fields = readonly_fields = ["prefix", "name", "user", "scopes", "expires_at", "last_used_at", "created_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the framework's signature
        """Nobody makes a key for somebody else."""
        return False

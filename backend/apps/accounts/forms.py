"""What people send to sign in, to change their password and to make keys."""

from datetime import datetime

from django.utils import timezone
from rest_framework import serializers

from apps.accounts.models import Scope
from apps.core.forms import Form


class CredentialsSerializer(Form):
    """What a person types to sign in."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=1024, trim_whitespace=False)


class PasswordChangeSerializer(Form):
    """The old and the new password."""

    current_password = serializers.CharField(max_length=1024, trim_whitespace=False)
    new_password = serializers.CharField(max_length=1024, trim_whitespace=False)


class ApiKeySerializer(Form):
    """A key to be made."""

    # The context has the `user`.

    name = serializers.CharField(max_length=100)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=Scope.choices), min_length=1, max_length=len(Scope.choices)
    )
    expires_at = serializers.DateTimeField(required=False, allow_null=True)

    def validate_scopes(self, value: list[str]) -> list[str]:
        """Refuse `admin` to whoever is no administrator, and drop doubles."""
        if Scope.ADMIN in value and not self.context["user"].is_staff:
            raise serializers.ValidationError("Only staff may make a key with the scope admin.")
        return sorted(set(value))

    def validate_expires_at(self, value: datetime | None) -> datetime | None:
        """Refuse a key that would be dead at birth."""
        if value is not None and value <= timezone.now():
            raise serializers.ValidationError("This is in the past.")
        return value

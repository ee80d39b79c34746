"""The JSON of users, keys and tickets."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as NotAllowed
from django.utils import timezone
from rest_framework import serializers

from apps.accounts.models import ApiKey, Scope


class UserSerializer(serializers.ModelSerializer[User]):
    """A person, as the person sees it."""

    can_train = serializers.SerializerMethodField(help_text="Whether training is offered to them here")

    class Meta:
        model = User
        fields = ["id", "username", "is_staff", "can_train", "date_joined"]
        read_only_fields = fields

    def get_can_train(self, user: User) -> bool:
        """To staff, unless it is switched off."""
        return user.is_staff and bool(settings.SLIPWAY.training)


class SessionSerializer(serializers.Serializer[Any]):
    """Who is signed in; null when nobody is."""

    user = UserSerializer(allow_null=True)


class CredentialsSerializer(serializers.Serializer[Any]):
    """What a person types to sign in."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=1024, trim_whitespace=False)


class PasswordChangeSerializer(serializers.Serializer[Any]):
    """The old and the new password; the context has the `user`."""

    current_password = serializers.CharField(max_length=1024, trim_whitespace=False)
    new_password = serializers.CharField(max_length=1024, trim_whitespace=False)

    def validate_current_password(self, value: str) -> str:
        """Refuse a wrong password."""
        if not self.context["user"].check_password(value):
            raise serializers.ValidationError("This is not your current password.")
        return value

    def validate_new_password(self, value: str) -> str:
        """Refuse a password that is easily guessed."""
        try:
            validate_password(value, self.context["user"])
        except NotAllowed as error:
            raise serializers.ValidationError(error.messages) from error
        return value


class ApiKeySerializer(serializers.ModelSerializer[ApiKey]):
    """A key without its secret; the context has the `user` where one is to be made."""

    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=Scope.choices), min_length=1, max_length=len(Scope.choices)
    )

    class Meta:
        model = ApiKey
        fields = ["id", "name", "prefix", "scopes", "expires_at", "last_used_at", "created_at"]
        read_only_fields = ["id", "prefix", "last_used_at", "created_at"]

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


class ApiKeyListSerializer(serializers.Serializer[Any]):
    """All keys of a user."""

    results = ApiKeySerializer(many=True)


class NewApiKeySerializer(ApiKeySerializer):
    """A key just made: the only answer that shows it."""

    key = serializers.CharField(read_only=True, help_text="The key itself, shown this once.")

    class Meta(ApiKeySerializer.Meta):
        fields = [*ApiKeySerializer.Meta.fields, "key"]


class TicketSerializer(serializers.Serializer[Any]):
    """Opens one websocket, once."""

    ticket = serializers.CharField()
    expires_at = serializers.DateTimeField()

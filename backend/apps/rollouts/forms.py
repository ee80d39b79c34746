"""What releasers send."""

from rest_framework import serializers

from apps.core.forms import Form


class _Why(Form):
    reason = serializers.CharField(required=False, max_length=1000, help_text="Why, for whoever asks later")


class AliasForm(_Why):
    """Where an alias shall point."""

    version = serializers.IntegerField(min_value=1, max_value=999_999_999)
    expected = serializers.IntegerField(
        required=False, min_value=0, max_value=999_999_999,
        help_text="The version that it means now, as far as you know; 0: none. 409 where it is another one by now",
    )  # fmt: skip


class RollBackForm(_Why):
    """From where to go back."""

    expected = serializers.IntegerField(
        min_value=1, max_value=999_999_999,
        help_text="The version in production now: of two who press at once one goes back, and one is told",
    )  # fmt: skip

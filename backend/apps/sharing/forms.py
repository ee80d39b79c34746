"""What owners send about links."""

from rest_framework import serializers

from apps.core.forms import Form

LONGEST_DAYS = 90


class LinkForm(Form):
    """A link to be made."""

    name = serializers.CharField(max_length=100, help_text="What you will know it by, as the occasion")
    hours = serializers.IntegerField(
        min_value=1, max_value=24 * LONGEST_DAYS, default=24 * 7, help_text="How long it is good"
    )
    most_a_day = serializers.IntegerField(
        min_value=1,
        max_value=10_000,
        default=100,
        help_text="Files that are taken on one day, which begins at 0:00 UTC",
    )

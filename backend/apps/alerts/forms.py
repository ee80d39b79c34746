"""How long an alert shall be quiet."""

from rest_framework import serializers

from apps.core.forms import Form

WEEK = 7 * 24 * 60


class SnoozeSerializer(Form):
    """For how long."""

    minutes = serializers.IntegerField(min_value=0, max_value=WEEK, help_text="0: it is in the banner again")

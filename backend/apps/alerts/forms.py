"""What staff send about alerts and their rules."""

from rest_framework import serializers

from apps.core.forms import Form

WEEK = 7 * 24 * 60


class SnoozeSerializer(Form):
    """For how long."""

    minutes = serializers.IntegerField(min_value=0, max_value=WEEK, help_text="0: it is in the banner again")


class RuleChangeSerializer(Form):
    """What is to be different; what is left out stays."""

    threshold = serializers.FloatField(help_text="In the unit of the rule")
    seconds = serializers.IntegerField(min_value=0, max_value=WEEK * 60, help_text="How long it has to be so")
    is_on = serializers.BooleanField(help_text="Whether it is looked at; an alert of one that is switched off is over")

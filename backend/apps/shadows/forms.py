"""What staff send about shadows."""

from typing import get_args

from rest_framework import serializers

from apps.core.forms import Form
from apps.shadows.votes import Chosen


class ShadowForm(Form):
    """Which version is to be compared."""

    version = serializers.IntegerField(min_value=1, max_value=999_999_999)
    reason = serializers.CharField(required=False, max_length=1000, help_text="Why, for whoever asks later")


class EndShadowForm(Form):
    """Why it ends."""

    reason = serializers.CharField(max_length=1000)


class VoteForm(Form):
    """Which answer is better."""

    choice = serializers.ChoiceField(get_args(Chosen))

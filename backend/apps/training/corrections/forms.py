"""What people send about corrections."""

from rest_framework import serializers

from apps.core.forms import Form
from apps.training.api import LARGEST, SlugField


class ReviewForm(Form):
    """An operator's word."""

    state = serializers.ChoiceField(choices=["accepted", "rejected"])
    answer = serializers.CharField(
        required=False, allow_blank=True, max_length=20_000, help_text="Without it what the person said"
    )


class CorrectionsRunForm(Form):
    """What shall learn."""

    slug = SlugField(help_text="Of the data set that is made")
    parent = serializers.CharField(  # type: ignore[assignment]  # a field
        max_length=100, help_text="slug/versions/N; corrections of this model's answers are taken"
    )
    data_set = serializers.CharField(
        max_length=63, required=False, help_text="Of this set too some are taken, so that the model does not forget"
    )
    version = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False, help_text="Of that data set")

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        """A data set is named with its version."""
        if ("data_set" in attrs) != ("version" in attrs):
            raise serializers.ValidationError({"version": "Name a data set and its version, or neither."})
        return attrs

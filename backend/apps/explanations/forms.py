"""What people send about explanations."""

from rest_framework import serializers

from apps.core.forms import Form


class ExplanationForm(Form):
    """What is asked."""

    label = serializers.CharField(  # type: ignore[assignment]  # a field
        required=False, max_length=200, help_text="A label of the version that is to have a map, too"
    )

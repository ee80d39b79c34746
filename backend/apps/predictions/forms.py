"""What people send about predictions."""

from typing import Any

from rest_framework import serializers


class SubmitSerializer(serializers.Serializer[Any]):
    """The form of `POST predictions`."""

    file = serializers.ListField(child=serializers.FileField(), help_text="1 to 64 pictures or sounds", max_length=64)
    model = serializers.CharField(required=False, help_text="slug, slug@alias or slug/versions/N")
    options = serializers.CharField(required=False, help_text="A JSON object, as text; top_k for pictures")


class FeedbackInputSerializer(serializers.Serializer[Any]):
    """Exactly one of the three."""

    label = serializers.CharField(required=False, max_length=200)  # type: ignore[assignment]  # a field
    text = serializers.CharField(required=False, max_length=20_000, allow_blank=True)
    correct = serializers.BooleanField(required=False)

"""What people send about lessons."""

from rest_framework import serializers

from apps.core.forms import Form


class LessonForm(Form):
    """A new one."""

    title = serializers.CharField(max_length=100, help_text="What the model will be called")


class PhotosForm(Form):
    """Photos of one label: files, or pictures that were sent for an answer before; at least one."""

    label = serializers.CharField(max_length=100)  # type: ignore[assignment]  # a field
    file = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True), required=False, max_length=64, help_text="1 to 64 pictures"
    )
    prediction = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=64,
        help_text="Predictions of mine whose pictures are copied",
    )


class PhotoForm(Form):
    """What it shows."""

    label = serializers.CharField(max_length=100)  # type: ignore[assignment]  # a field

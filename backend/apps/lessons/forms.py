"""What people send about lessons."""

import unicodedata
from typing import Any

from rest_framework import serializers

from apps.core.forms import Form


class LessonForm(Form):
    """A new one."""

    title = serializers.CharField(max_length=100, help_text="What the model will be called")


class LabelField(serializers.CharField):
    """The name of a kind: however it was typed, what looks the same is the same."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=100, **options)

    def to_internal_value(self, data: str) -> str:
        """Composed (NFC), with single spaces. Raises ValidationError, also where nothing of it can be seen."""
        label = unicodedata.normalize("NFC", " ".join(super().to_internal_value(data).split()))
        if not any(letter.isprintable() for letter in label):
            self.fail("blank")
        return label


class PhotosForm(Form):
    """Photos of one label: files, or pictures that were sent for an answer before; at least one."""

    label = LabelField()  # type: ignore[assignment]  # a field
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
    """What it shows, and whether it is in the trash."""

    label = LabelField(required=False)  # type: ignore[assignment]  # a field
    trashed = serializers.BooleanField(required=False, help_text="False takes it back, within a minute")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse an empty change."""
        if not attrs:
            raise serializers.ValidationError({"label": ["Say what it shows, or whether it is in the trash."]})
        return attrs


class RenameForm(Form):
    """A kind, and what it shall be called."""

    label = LabelField()  # type: ignore[assignment]  # a field
    to = LabelField()

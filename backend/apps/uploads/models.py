"""A file that somebody sent, with what was read from it before it was accepted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Value
from uuid_utils.compat import uuid7

# Of a sum: they find a file among its owner's. `substr` is called so by both databases.
LETTERS = 8
SUM_BEGINS = Func(F("sha256"), Value(1), Value(LETTERS), function="substr", output_field=models.CharField())


def media_path(upload: "Upload", _name: str) -> str:
    """Named by id, never by what the sender called it; spread over folders."""
    return f"uploads/{str(upload.id)[-2:]}/{upload.id}"


class Upload(models.Model):
    """Bytes in storage and their description. Several predictions may share one (a retry does)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Without an index of its own: `same_file` begins with it.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads", db_index=False
    )
    file = models.FileField(upload_to=media_path, max_length=200)
    name = models.CharField(max_length=255, help_text="As the sender called it")
    kind = models.CharField(max_length=32, help_text="The kind of model that reads it")
    content_type = models.CharField(max_length=100, help_text="What the bytes are, whatever the sender said")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    duration = models.FloatField(null=True, help_text="Seconds")
    sample_rate = models.PositiveIntegerField(null=True)
    peaks = models.JSONField(null=True, help_text="The small waveform: 200 values, 0 to 1")
    thumbnail = models.BinaryField(null=True, help_text="WebP, at most 256 px")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = (models.Index(F("owner"), SUM_BEGINS, F("created_at"), name="same_file"),)

    def __str__(self) -> str:
        return self.name

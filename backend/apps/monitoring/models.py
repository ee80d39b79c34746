"""Figures of what is over, added up, and what staff had answered once more."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.predictions.models import Prediction


class KeptBucket(models.Model):
    """What happened in one bucket of time, to one version, to one model (`version` is 0) or to all (`model` is "").

    Rows of predictions may go, and these stay. Without foreign keys: a model may be deleted, and what it did was done.
    """

    length = models.PositiveIntegerField(help_text="Seconds")
    at = models.DateTimeField(help_text="Where it begins")
    model = models.CharField(max_length=63, blank=True)
    version = models.PositiveIntegerField(default=0)

    succeeded = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    canceled = models.PositiveIntegerField(default=0)
    cached = models.PositiveIntegerField(default=0)
    labelled = models.PositiveIntegerField(default=0, help_text="Answers that name a label")
    in_doubt = models.PositiveIntegerField(default=0, help_text="Of those, what was not sure or outside")
    outside = models.PositiveIntegerField(default=0, help_text="Of those, what is unlike anything learned")
    busiest = models.PositiveIntegerField(default=0, help_text="The most that ended within the shortest bucket")
    failures = models.JSONField(default=dict, help_text="Code: how many")
    batches = models.JSONField(default=dict, help_text="Size of a batch: how many predictions were in such")
    stages = models.JSONField(default=dict, help_text="Stage: histogram of its seconds")

    # Looked at while it lasted; null where nobody looked.
    waiting = models.PositiveIntegerField(null=True, help_text="The most that waited at once")
    oldest = models.FloatField(null=True, help_text="The longest that one had waited, seconds")
    workers = models.PositiveIntegerField(null=True, help_text="The fewest that were there")

    class Meta:
        ordering = ("-at", "length", "model", "version")
        constraints = (models.UniqueConstraint(fields=("length", "at", "model", "version"), name="bucket_once"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.length} s {self.model}"


class Counted(models.Model):
    """From when to when what ended is in buckets, in one row."""

    ONLY: ClassVar[int] = 1
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        verbose_name_plural = "counted"

    def __str__(self) -> str:
        return f"{self.since} to {self.until}"


class Rerun(models.Model):
    """A failed prediction that somebody of the staff had answered once more, by a new one of the same owner."""

    failed = models.ForeignKey(Prediction, on_delete=models.CASCADE, related_name="reruns")
    again = models.OneToOneField(Prediction, on_delete=models.CASCADE, related_name="rerun_of")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.failed_id} again as {self.again_id}"

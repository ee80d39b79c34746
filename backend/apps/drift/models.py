"""What was seen of each version's answers, in windows of some hundred, and whether it has changed."""

from typing import ClassVar

from django.db import models

from apps.catalogue.models import Version


class Cursor(models.Model):
    """Up to when answers were looked at, in one row."""

    ONLY: ClassVar[int] = 1
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"up to {self.at}"


class Watch(models.Model):
    """One version: the window that is not full yet, and the evidence that something has changed."""

    version = models.OneToOneField(Version, on_delete=models.CASCADE, primary_key=True, related_name="watch")
    window = models.JSONField(help_text="Counts of the answers since the last full window: ml.drift.window")
    began_at = models.DateTimeField(help_text="When the first of them was given")
    seen_at = models.DateTimeField(help_text="When the last answer was given that was looked at")
    before = models.FloatField(default=0, help_text="The evidence of the full windows")
    evidence = models.FloatField(default=0, help_text="With the window that is not full")
    drifting_since = models.DateTimeField(null=True, help_text="When the alarm went on; null: it is off")
    answers = models.PositiveBigIntegerField(default=0, help_text="Looked at in all")

    class Meta:
        verbose_name_plural = "watches"
        ordering = ("version",)

    def __str__(self) -> str:
        return f"{self.version}"


class FullWindow(models.Model):
    """So many answers of a version, one after the other, and what they came to."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="full_windows", db_index=False)
    window = models.JSONField(help_text="Counts: ml.drift.window")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    evidence = models.FloatField()
    drifting = models.BooleanField(help_text="Whether the alarm was on at its end")

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("version", "-id"), name="windows_of_version"),)

    def __str__(self) -> str:
        return f"{self.version} until {self.ended_at}"

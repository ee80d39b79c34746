"""What staff should know of, from when it was first seen until it was over."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7


class Status(models.TextChoices):
    """`pending`: seen, but not for long enough; nobody is told yet."""

    PENDING = "pending"
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class Severity(models.TextChoices):
    """`critical`: look now. `warning`: look today."""

    CRITICAL = "critical"
    WARNING = "warning"


class Alert(models.Model):
    """A rule that was broken; of each rule and subject at most one that is not over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule = models.CharField(max_length=64)
    subject = models.CharField(max_length=64, blank=True, help_text="Of what: a kind, a folder")
    severity = models.CharField(max_length=16, choices=Severity.choices)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.PENDING)
    value = models.FloatField(help_text="The figure when it was last beyond the threshold")
    threshold = models.FloatField(help_text="What it is compared with")
    since = models.DateTimeField(help_text="Since when the figure was beyond its threshold")
    back_since = models.DateTimeField(null=True, help_text="Since when it is back: over when that has lasted")
    opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    snoozed_until = models.DateTimeField(null=True, help_text="Not in the banner until then")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-since", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("rule", "subject"), condition=~models.Q(status="resolved"), name="one_alert_at_a_time"
            ),
        )
        indexes = (models.Index(fields=("status", "since")),)

    def __str__(self) -> str:
        return f"{self.rule} {self.subject}".strip()


class Letter(models.Model):
    """A mail about an alert; written in the transaction that it tells of, and sent by the scheduler."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="letters")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True, help_text="Null once it was sent, or given up")
    tries = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, help_text="Why the last attempt failed")

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.subject


class RuleChange(models.Model):
    """How staff want a rule to be; a rule without a row is as it is shipped (`apps.alerts.rules`)."""

    rule = models.CharField(max_length=64, primary_key=True, help_text="Its key")
    threshold = models.FloatField()
    seconds = models.FloatField(help_text="How long the figure has to be beyond the threshold")
    is_on = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ("rule",)

    def __str__(self) -> str:
        return self.rule


class Look(models.Model):
    """When the rules were last looked at, in one row: alerts that nobody looks for are no good news."""

    ONLY: ClassVar[int] = 1
    # After that nobody looks.
    SILENT: ClassVar[timedelta] = timedelta(seconds=60)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"at {self.at}"

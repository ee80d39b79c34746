"""An explanation: where in a picture an answer comes from. It waits, is claimed and ends as other work does."""

from django.db import models
from uuid_utils.compat import uuid7

from apps.predictions.models import Prediction
from apps.queueing.models import Leased


class Status(models.TextChoices):
    """`queued` → `processing` → one of the last two, from which it may be queued again."""

    QUEUED = "queued"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


UNDER_WAY = (Status.QUEUED, Status.PROCESSING)


class Explanation(Leased):
    """Of one answer. It is gone with its prediction; to end it early is to delete it."""

    CLAIMED = Status.PROCESSING
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    prediction = models.OneToOneField(Prediction, on_delete=models.CASCADE, related_name="explanation")
    label = models.CharField(max_length=200, blank=True, help_text="A label that was asked for by name")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.QUEUED)
    losses = models.PositiveIntegerField(default=0, help_text="Workers lost since it was asked for last")
    progress = models.FloatField(default=0.0, help_text="0 to 1")
    result = models.JSONField(null=True, help_text="Method, area, and a map for each label")
    error = models.TextField(blank=True, help_text="A sentence")
    created_at = models.DateTimeField(help_text="When it was asked for last")
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = (
            models.Index(
                fields=("created_at",),
                name="explanations_under_way",
                condition=models.Q(status__in=(Status.QUEUED.value, Status.PROCESSING.value)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.prediction_id} {self.status}"

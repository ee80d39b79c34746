"""A shadow: a candidate answers copies of what production has answered, for whoever compares the two and nobody else.

A copy is no prediction: it is in no list, search, count, event or export. What is kept of it are counts, and the two
answers where they differ.
"""

from django.db import models
from uuid_utils.compat import uuid7

from apps.catalogue.models import Model, Version
from apps.predictions.models import Prediction

# What nobody has looked at yet begins here, among predictions of one moment.
NOTHING = "00000000-0000-0000-0000-000000000000"


class Choice(models.TextChoices):
    """Whose answer a person found better, who was not told which is whose."""

    CANDIDATE = "candidate"
    PRODUCTION = "production"
    BOTH = "both"
    NEITHER = "neither"


class Shadow(models.Model):
    """Runs until it is ended. `same`, `different` and `failed` were mirrored; the rest of `seen` was dropped."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    model = models.ForeignKey(Model, on_delete=models.CASCADE, related_name="shadows")
    # RESTRICT and not PROTECT: a model may go with its owner, and all of it.
    production = models.ForeignKey(Version, on_delete=models.RESTRICT, related_name="+")
    candidate = models.ForeignKey(Version, on_delete=models.RESTRICT, related_name="+")
    by = models.CharField(max_length=150, blank=True, help_text="Nobody: a rule of the model")
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField()
    reached_at = models.DateTimeField(help_text="When the last prediction that was looked at had ended")
    reached = models.UUIDField(default=NOTHING, help_text="Which one that was")
    seen = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    different = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0, help_text="By the candidate, where production had an answer")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True, help_text="Nobody: production was moved")
    end_reason = models.TextField(blank=True)
    evidence = models.JSONField(null=True, help_text="All figures as they were when it ended")

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("model",), condition=models.Q(ended_at__isnull=True), name="one_running_shadow_per_model"
            ),
        )

    def __str__(self) -> str:
        return f"{self.candidate} beside {self.production}"

    @property
    def mirrored(self) -> int:
        """How many copies the candidate was given."""
        return self.same + self.different + self.failed


class Difference(models.Model):
    """A file that both have answered otherwise. It is gone with its prediction."""

    shadow = models.ForeignKey(Shadow, on_delete=models.CASCADE, related_name="differences", db_index=False)
    prediction = models.ForeignKey(Prediction, on_delete=models.CASCADE, related_name="differences")
    theirs = models.TextField(help_text="Production's label or text")
    ours = models.TextField(help_text="The candidate's")
    is_left = models.BooleanField(help_text="The candidate's stands on the left")
    choice = models.CharField(max_length=16, choices=Choice.choices, blank=True)
    by = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (models.UniqueConstraint(fields=("shadow", "prediction"), name="difference_once"),)
        indexes = (models.Index(fields=("shadow", "-created_at", "-id"), name="differences_of_shadow"),)

    def __str__(self) -> str:
        return f"{self.shadow_id} {self.prediction_id}"

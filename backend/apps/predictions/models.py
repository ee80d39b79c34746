"""A prediction: the row that waits, is claimed, and ends once."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from uuid_utils.compat import uuid7

from apps.catalogue.models import Version, kinds
from apps.predictions.doubt import InDoubt, Outside
from apps.queueing.models import Leased
from apps.uploads.models import Upload


class Status(models.TextChoices):
    """`queued` → `processing` → one of the other three, which are final."""

    QUEUED = "queued"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"


FINAL = (Status.SUCCEEDED, Status.FAILED, Status.CANCELED)
# Few among a million answers, and looked for by themselves.
UNANSWERED = models.Q(status__in=(Status.FAILED.value, Status.CANCELED.value))


class Prediction(Leased):
    """One file, one model version, one answer."""

    CLAIMED = Status.PROCESSING
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Without an index of its own: `history_order` begins with it.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="predictions", db_index=False
    )
    # RESTRICT and not PROTECT: all of it may go together with its owner.
    upload = models.ForeignKey(Upload, on_delete=models.RESTRICT, related_name="predictions")
    version = models.ForeignKey(Version, on_delete=models.RESTRICT, related_name="predictions")
    alias = models.CharField(max_length=63, blank=True, help_text="The alias that led to the version")
    kind = models.CharField(max_length=32, choices=kinds)
    options = models.JSONField(default=dict)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.QUEUED)
    output = models.JSONField(null=True)
    error_code = models.CharField(max_length=32, blank=True)
    error_detail = models.TextField(blank=True)
    # Null and without a default, as request_id is.
    traceback = models.TextField(null=True, help_text="Of what failed, its end; for staff")  # noqa: DJ001

    created_at = models.DateTimeField()
    turn = models.DateTimeField(null=True, help_text="Its place in the queue, where that is later than created_at says")
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    queue_time = models.FloatField(null=True, help_text="Seconds")
    preprocess_time = models.FloatField(null=True, help_text="Seconds")
    predict_time = models.FloatField(null=True, help_text="Seconds")
    postprocess_time = models.FloatField(null=True, help_text="Seconds")
    total_time = models.FloatField(null=True, help_text="Seconds from creation to the end")
    batch_size = models.PositiveIntegerField(null=True)

    # Null and without a default, so that neither database writes its table anew for it.
    request_id = models.CharField(  # noqa: DJ001
        max_length=64, null=True, help_text="Of the request that asked for it: the log has it at the end"
    )
    feedback = models.JSONField(null=True, help_text="What the right answer was")
    feedback_at = models.DateTimeField(null=True)
    search = models.TextField(help_text="Lower-case name, labels and text")
    trashed_at = models.DateTimeField(null=True, help_text="Deleted by its owner, who may still undo it")
    trial = models.JSONField(null=True, help_text="Its part in a rollout: which one, the step and the arm")
    via = models.JSONField(null=True, help_text="The link that a guest sent it by, its number and its name then")

    traits = models.JSONField(null=True, help_text="Plain figures of the file, to tell whether files change (ml.drift)")
    webhook = models.JSONField(null=True, help_text="Who is told when it has ended: apps.webhooks.outbox.Target")

    class Meta:
        ordering = ("-created_at", "-id")
        # The fewer an insert, a claim and an ending have to write, the better: each column here is in one for a reason.
        indexes = (
            models.Index(
                models.F("kind"),
                Coalesce("turn", "created_at"),
                models.F("id"),
                name="waiting_order",
                condition=models.Q(status=Status.QUEUED.value),
            ),
            models.Index(
                fields=("lease_expires_at",), name="claimed_order", condition=models.Q(status=Status.PROCESSING.value)
            ),
            models.Index(fields=("owner", "-created_at", "-id"), name="history_order"),
            models.Index(fields=("-created_at", "-id"), name="newest_order"),
            models.Index(fields=("completed_at",), name="ended_order", condition=models.Q(completed_at__isnull=False)),
            models.Index(fields=("owner", "-created_at", "-id"), name="unanswered_of_owner", condition=UNANSWERED),
            models.Index(fields=("-created_at", "-id"), name="unanswered_order", condition=UNANSWERED),
            models.Index(
                fields=("owner", "-created_at", "-id"), name="in_doubt_of_owner", condition=models.Q(InDoubt("output"))
            ),
            models.Index(
                fields=("owner", "-created_at", "-id"), name="outside_of_owner", condition=models.Q(Outside("output"))
            ),
            models.Index(
                fields=("version", "-completed_at"),
                name="judged_of_version",
                condition=models.Q(feedback__isnull=False),
            ),
            models.Index(fields=("trashed_at",), name="trashed_order", condition=models.Q(trashed_at__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.status}"

    @property
    def takes_turn_at(self) -> datetime:
        """What the queue is ordered by."""
        return self.turn or self.created_at

    @property
    def cached(self) -> bool:
        """Whether an earlier answer answered it (known.py): it was never claimed."""
        return self.status == Status.SUCCEEDED and not self.attempt

    @property
    def waited(self) -> float | None:
        """Seconds from creation to the claim."""
        return (self.started_at - self.created_at).total_seconds() if self.started_at else None


class Vote(models.Model):
    """A person's word that of two answers to one file one is better."""

    better = models.ForeignKey(Prediction, on_delete=models.CASCADE, related_name="won")
    worse = models.ForeignKey(Prediction, on_delete=models.CASCADE, related_name="lost")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("better", "worse"), name="vote_once"),)

    def __str__(self) -> str:
        return f"{self.better_id} over {self.worse_id}"


class IdempotencyKey(models.Model):
    """The caller's word that two requests are one. Kept for 24 hours."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="idempotency_keys")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="sha256 of files, model and options")
    predictions = models.JSONField(null=True, help_text="Ids; null while they are being created")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "key"), name="idempotency_key_once_per_owner"),)

    def __str__(self) -> str:
        return self.key


class Tally(models.Model):
    """One Prometheus sample that only rises: what processes have counted that are gone."""

    name = models.CharField(max_length=64)
    labels = models.JSONField(default=dict)
    labels_key = models.CharField(max_length=255, help_text="The labels in one canonical string")
    value = models.FloatField(default=0)

    class Meta:
        verbose_name_plural = "tallies"
        constraints = (models.UniqueConstraint(fields=("name", "labels_key"), name="tally_once"),)

    def __str__(self) -> str:
        return f"{self.name}{{{self.labels_key}}} {self.value}"


class WorkerTally(models.Model):
    """What one process has added to a sample, so that no process waits for another to count."""

    writer = models.CharField(max_length=200, help_text="The name under which the process claims")
    name = models.CharField(max_length=64)
    labels_key = models.TextField(help_text="The labels in one canonical string")
    value = models.FloatField()

    class Meta:
        verbose_name_plural = "tallies of workers"
        constraints = (models.UniqueConstraint(fields=("writer", "name", "labels_key"), name="tally_once_per_writer"),)

    def __str__(self) -> str:
        return f"{self.name}{{{self.labels_key}}} {self.value} by {self.writer}"

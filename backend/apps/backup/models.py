"""What was done to keep Slipway restorable, and how it went: one row per run."""

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7


class Operation(models.TextChoices):
    """What a run does."""

    BACKUP = "backup"
    RESTORE = "restore"
    DRILL = "drill"
    INTEGRITY = "integrity"


class Startable(models.TextChoices):
    """What can be started while Slipway runs: all but a restore."""

    BACKUP = Operation.BACKUP.value
    DRILL = Operation.DRILL.value
    INTEGRITY = Operation.INTEGRITY.value


class Status(models.TextChoices):
    """`waiting` → `running` → one of the other two."""

    WAITING = "waiting"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class BackupRun(models.Model):
    """One backup, restore, drill or integrity check. The columns keep the names that older code knows."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    operation = models.CharField(max_length=16, choices=Operation.choices, db_column="job")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.WAITING, db_column="state")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_column="asked_by_id",
        help_text="Nobody: the schedule or the command line",
    )  # fmt: skip
    requested_at = models.DateTimeField(db_column="asked_at")
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(help_text="Last sign of life; a run that is silent for long was lost")
    ended_at = models.DateTimeField(null=True)
    step = models.CharField(max_length=200, blank=True, help_text="What it is doing")
    detail = models.TextField(blank=True, help_text="How it ended, in a sentence")
    file = models.CharField(max_length=200, blank=True, help_text="Name of the backup")
    figures = models.JSONField(default=dict, help_text="Counts and sizes: apps.backup.schemas.RunFiguresSchema")
    findings = models.JSONField(default=list, help_text="What is wrong and what to do, at most 100")

    class Meta:
        db_table = "backup_run"
        verbose_name = "run"
        ordering = ("-requested_at", "-id")
        indexes = (models.Index(fields=("operation", "status", "-ended_at"), name="last_of_job"),)
        constraints = (
            models.UniqueConstraint(
                fields=("operation",), condition=models.Q(ended_at__isnull=True), name="one_open_run_per_job"
            ),
        )

    def __str__(self) -> str:
        return f"{self.operation} {self.status}"

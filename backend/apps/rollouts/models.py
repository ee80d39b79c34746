"""A rollout: a candidate answers some of the people, more of them step by step, until it is promoted or aborted."""

from django.db import models
from uuid_utils.compat import uuid7

from apps.catalogue.models import Model, Version
from apps.rollouts.plan import Guard, Plan


class State(models.TextChoices):
    """`running` → one of the other two."""

    RUNNING = "running"
    ABORTED = "aborted"
    PROMOTED = "promoted"


class Rollout(models.Model):
    """Written when it starts, at each step and when it ends; `revision` rises with each."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    model = models.ForeignKey(Model, on_delete=models.CASCADE, related_name="rollouts")
    # RESTRICT and not PROTECT: a model may go with its owner, and all of it.
    production = models.ForeignKey(Version, on_delete=models.RESTRICT, related_name="+")
    candidate = models.ForeignKey(Version, on_delete=models.RESTRICT, related_name="+")
    plan = models.JSONField(help_text="Steps, guards, margin (`apps.rollouts.plan`)")
    salt = models.CharField(max_length=32, help_text="Puts each person at another place than the last rollout did")
    state = models.CharField(max_length=16, choices=State.choices, default=State.RUNNING)
    step = models.PositiveSmallIntegerField(default=0)
    step_since = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    slow_above = models.FloatField(null=True, help_text="Seconds: production's p95 before the start; null: not known")
    by = models.CharField(max_length=150)
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True, help_text="Nobody: a guard")
    end_reason = models.TextField(blank=True)
    evidence = models.JSONField(null=True, help_text="All figures as they were when it ended")

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("model",), condition=models.Q(state=State.RUNNING.value), name="one_running_rollout_per_model"
            ),
        )

    def __str__(self) -> str:
        return f"{self.candidate} for {self.production}"

    @property
    def parsed(self) -> Plan:
        """The plan with types."""
        return Plan.model_validate(self.plan)


class RolloutEvent(models.Model):
    """What happened in a rollout; written once, kept for ever."""

    class What(models.TextChoices):
        """`crossed`: by a guard that only tells; `held`: by a signal; `continued`: somebody has looked at that."""

        STARTED = "started"
        ADVANCED = "advanced"
        CROSSED = "crossed"
        HELD = "held"
        CONTINUED = "continued"
        ABORTED = "aborted"
        PROMOTED = "promoted"

    rollout = models.ForeignKey(Rollout, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=16, choices=What.choices)
    by = models.CharField(max_length=150, blank=True, help_text="Nobody: Slipway itself")
    detail = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.rollout_id} {self.what}"


class RolloutCount(models.Model):
    """What one process has counted in one arm of one step, so that no process waits for another to count."""

    rollout = models.ForeignKey(Rollout, on_delete=models.CASCADE, related_name="counts", db_index=False)
    step = models.PositiveSmallIntegerField()
    arm = models.CharField(max_length=16)
    writer = models.CharField(max_length=200)
    answered = models.PositiveIntegerField(help_text="Answered or failed by the version's fault; no bad files")
    failed = models.PositiveIntegerField()
    slow = models.PositiveIntegerField()
    scored = models.PositiveIntegerField(db_default=0, default=0, help_text="Answers with a confidence")
    confidence = models.FloatField(db_default=0.0, default=0.0, help_text="The sum of these")
    confidence_squares = models.FloatField(db_default=0.0, default=0.0)
    known = models.PositiveIntegerField(db_default=0, default=0, help_text="Answers with a familiarity")
    familiarity = models.FloatField(db_default=0.0, default=0.0, help_text="The sum of these")
    familiarity_squares = models.FloatField(db_default=0.0, default=0.0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("rollout", "step", "arm", "writer"), name="count_once_per_writer"),
        )

    def __str__(self) -> str:
        return f"{self.rollout_id} {self.step} {self.arm}"


class BadEvent(models.Model):
    """A person's first bad answer of a sort in a rollout: whatever follows of theirs is no further evidence."""

    rollout = models.ForeignKey(Rollout, on_delete=models.CASCADE, related_name="bad_events", db_index=False)
    guard = models.CharField(max_length=16, choices=[(guard.value, guard.value) for guard in Guard])
    person = models.PositiveBigIntegerField()
    step = models.PositiveSmallIntegerField()
    arm = models.CharField(max_length=16)
    prediction = models.UUIDField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("rollout", "guard", "person"), name="person_is_one_evidence"),)

    def __str__(self) -> str:
        return f"{self.rollout_id} {self.guard} {self.person}"


class Participant(models.Model):
    """A person whom a rollout has answered, as it was the first time: what came later is no further evidence."""

    rollout = models.ForeignKey(Rollout, on_delete=models.CASCADE, related_name="participants", db_index=False)
    person = models.PositiveBigIntegerField()
    step = models.PositiveSmallIntegerField()
    arm = models.CharField(max_length=16)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("rollout", "person"), name="participant_once"),)

    def __str__(self) -> str:
        return f"{self.rollout_id} {self.person} {self.arm}"

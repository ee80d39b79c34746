"""Who is told, and what is on its way to them."""

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7

from apps.queueing.models import Leased


class Webhook(models.Model):
    """An address of somebody else that is told of events; or, without one, all that requests of its owner name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhooks")
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=2000, blank=True, help_text="Empty: each delivery has the one of its request")
    types = models.JSONField(default=list, help_text="Of what all staff see, the types that it is told of")
    # As they are: each delivery is signed with them. Nothing that is shown has them.
    secrets = models.JSONField(default=list)
    failures = models.PositiveIntegerField(default=0, help_text="Attempts that failed since the last that did not")
    failing_since = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True, help_text="It failed a moment ago: nothing is sent before this")
    paused_at = models.DateTimeField(null=True)
    paused_because = models.CharField(max_length=200, blank=True, help_text="Empty: its owner paused it")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("owner",), name="one_webhook_of_requests_per_owner", condition=models.Q(url="")
            ),
        )

    def __str__(self) -> str:
        return self.name


class Status(models.TextChoices):
    """`queued` → `processing` → `succeeded`, or `queued` again, or `failed`."""

    QUEUED = "queued"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


WAITS = models.Q(due_at__isnull=False)


class Delivery(Leased):
    """One event on its way to one webhook; its id is the `webhook-id`, whenever it is sent again."""

    CLAIMED = Status.PROCESSING
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Without a constraint: what ends a prediction asks nobody whether the webhook is still there.
    webhook = models.ForeignKey(
        Webhook, on_delete=models.CASCADE, related_name="deliveries", db_index=False, db_constraint=False
    )
    url = models.CharField(max_length=2000, blank=True, help_text="Where the request named it; else the webhook's")
    type = models.CharField(max_length=32)
    subject = models.CharField(max_length=100, help_text="What it is about: the id of a prediction, say")
    body = models.TextField()
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.QUEUED)
    tries = models.PositiveIntegerField(default=0, help_text="Since it was sent first, or again by hand")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="Null once it has ended")
    tried_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True, help_text="How long the last attempt took")
    answer_status = models.PositiveIntegerField(null=True, help_text="HTTP status of the last answer")
    answer = models.TextField(blank=True, help_text="The first kB of it")
    error = models.TextField(blank=True, help_text="Why there was none, in a sentence")

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name_plural = "deliveries"
        # SQLite uses an index of some rows where a query says the same of them, and not where a parameter says it.
        indexes = (
            models.Index(fields=("webhook", "due_at", "id"), name="due_of_webhook", condition=WAITS),
            models.Index(fields=("type", "due_at"), name="due_of_type", condition=WAITS),
            models.Index(
                fields=("lease_expires_at",), name="sent_now", condition=models.Q(lease_expires_at__isnull=False)
            ),
            models.Index(fields=("webhook", "-created_at", "-id"), name="log_of_webhook"),
            models.Index(fields=("subject",), name="deliveries_about"),
            models.Index(fields=("created_at",), name="oldest_delivery"),
        )

    def __str__(self) -> str:
        return f"{self.type} {self.subject}"

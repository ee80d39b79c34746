"""What signs programs in. People are Django's own users."""

from django.conf import settings
from django.db import models


class Scope(models.TextChoices):
    """What a key may do."""

    PREDICT = "predict"
    MODELS_WRITE = "models:write"
    ADMIN = "admin"


class ApiKey(models.Model):
    """A key of one user. The key itself is not stored, only its sha256: it is random, so no slow hash is needed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # No foreign key: webhooks stand above this room, and each request of a program reads it without a join.
    webhook = models.UUIDField(null=True, editable=False, help_text="Who is told when what came with it has ended")

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = "API key"

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class Ticket(models.Model):
    """Opens one websocket, once. Stored as its sha256, like a key."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    right = models.JSONField(null=True, help_text="What it was made by; the ticket ends with it")
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"ticket {self.pk}"

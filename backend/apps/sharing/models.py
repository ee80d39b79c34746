"""A link that opens one model to whoever has it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.catalogue.models import Model


class Link(models.Model):
    """Opens a model to guests, in its owner's name. Like a key it is stored as the sha256 of its token alone."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="links")
    model = models.ForeignKey(Model, on_delete=models.CASCADE, related_name="links")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    most_a_day = models.PositiveIntegerField(help_text="Files that are taken on one day, which begins at 0:00 UTC")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    uses = models.PositiveIntegerField(default=0, help_text="Files that came by it")
    used_on = models.DateField(null=True, help_text="The day of the last use")
    uses_that_day = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.name} to {self.model_id}"

    @property
    def uses_today(self) -> int:
        """Files that came by it since 0:00 UTC."""
        return self.uses_that_day if self.used_on == timezone.now().date() else 0

    @property
    def has_ended(self) -> bool:
        """Whether it was revoked or its time is over."""
        return self.revoked_at is not None or self.expires_at <= timezone.now()

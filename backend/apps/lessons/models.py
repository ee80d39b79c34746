"""A lesson: photos under two or more labels, and the version that was learned from them last."""

from typing import Self

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7

from apps.catalogue.models import Model, Version
from apps.queueing.models import Leased
from apps.uploads.models import Upload


class Status(models.TextChoices):
    """`open` → `queued` → `processing` → one of the last three, from which it may be queued again."""

    OPEN = "open"
    QUEUED = "queued"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"


UNDER_WAY = (Status.QUEUED, Status.PROCESSING)


class Lesson(Leased):
    """What somebody shows a model. The row waits, is claimed and ends as others do, each time that it is learned."""

    CLAIMED = Status.PROCESSING
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lessons")
    title = models.CharField(max_length=100)
    model = models.ForeignKey(Model, on_delete=models.SET_NULL, null=True, related_name="lessons")
    version = models.ForeignKey(Version, on_delete=models.SET_NULL, null=True, related_name="+")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    losses = models.PositiveIntegerField(default=0, help_text="Workers lost since it was asked for last")
    report = models.JSONField(null=True, help_text="Of the version that was learned last")
    error = models.TextField(blank=True, help_text="A sentence")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = (
            models.Index(
                fields=("created_at",),
                name="lessons_under_way",
                condition=models.Q(status__in=(Status.QUEUED.value, Status.PROCESSING.value)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.status}"


class PhotoQuerySet(models.QuerySet["Photo"]):
    """Photos, with those in the trash."""

    def shown(self) -> Self:
        """Without them: they are in no list, and nothing is learned from them."""
        return self.filter(trashed_at=None)


class Photo(models.Model):
    """One photo of a lesson, and what the base model sees of it."""

    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, primary_key=True, related_name="photo")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="photos")
    label = models.CharField(max_length=100)
    looked_by = models.CharField(max_length=64, blank=True, help_text="Digest of the base model that has seen it")
    views = models.BinaryField(null=True, help_text="What that saw: float16, of the photo and of views of it")
    fingerprint = models.BinaryField(null=True, help_text="By which copies of it are found")
    twin = models.UUIDField(null=True, help_text="The first photo of the lesson that shows the same, where one does")
    tries = models.PositiveSmallIntegerField(default=0, help_text="How often a worker began to look at it in vain")
    begun_at = models.DateTimeField(null=True, help_text="When a worker began to look at it")
    unreadable = models.CharField(max_length=300, blank=True, help_text="Why it is left out, a sentence")
    trashed_at = models.DateTimeField(null=True, help_text="Removed by its owner, who may still undo it")

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ("upload_id",)
        indexes = (
            models.Index(fields=("lesson",), name="photos_to_look_at", condition=models.Q(looked_by="")),
            models.Index(fields=("trashed_at",), name="photos_trashed", condition=models.Q(trashed_at__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.label} {self.pk}"

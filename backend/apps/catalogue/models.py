"""Which models there are, their immutable versions, the names that point at them, and who serves them."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from ml.bundle import Manifest
from ml.kinds import KINDS


def kinds() -> list[tuple[str, str]]:
    """What a field may hold that names a kind; called when it is asked for, so that a new kind needs no migration."""
    return [(kind.name, kind.title) for kind in KINDS.values()]


class Model(models.Model):
    """A model that people name; its versions do the work."""

    slug = models.SlugField(primary_key=True, max_length=63)
    kind = models.CharField(max_length=32, choices=kinds)
    title = models.CharField(max_length=200)
    summary = models.TextField()
    is_default = models.BooleanField(default=False, help_text="Serves files of its kind that name no model")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who made it for themselves: it is theirs and the staff's to see. Nobody: it is everybody's",
    )
    last_number = models.PositiveIntegerField(
        default=0, db_default=0, help_text="The highest number of a version that was deleted"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("kind", "slug")
        constraints = (
            models.UniqueConstraint(
                fields=("kind",), condition=models.Q(is_default=True), name="one_default_model_per_kind"
            ),
        )

    def __str__(self) -> str:
        return self.slug

    def is_for(self, user: User) -> bool:
        """Whether `user` may see it and ask it; for others there is no such model."""
        return self.owner_id is None or self.owner_id == user.pk or user.is_staff

    @classmethod
    def all_for(cls, user: User) -> "models.QuerySet[Model]":
        """Those that `user` may see and ask."""
        mine = models.Q(owner=None) | models.Q(owner=user)
        return cls._default_manager.all() if user.is_staff else cls._default_manager.filter(mine)


class Version(models.Model):
    """One bundle, never changed after it was installed."""

    PRODUCTION: ClassVar[str] = "production"

    model = models.ForeignKey(Model, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="sha256 of bundle.json, which covers every file")
    manifest = models.JSONField()
    size = models.PositiveBigIntegerField(help_text="Bytes of all files")
    shipped = models.BooleanField(default=False, help_text="Came with Slipway")
    hidden = models.BooleanField(default=False, db_default=False, help_text="Not offered; who names it is answered")
    default_grammar = models.CharField(
        max_length=63, blank=True, default="", db_default="", help_text="What is heard where a request says nothing"
    )
    seconds_per_item = models.FloatField(null=True, help_text="What one item takes here: a moving average")
    thresholds = models.JSONField(null=True, help_text="From which confidence on an answer is sure; null: one half")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("model", "-number")
        constraints = (
            models.UniqueConstraint(fields=("model", "number"), name="version_number_once_per_model"),
            models.UniqueConstraint(fields=("model", "digest"), name="bundle_once_per_model"),
        )

    def __str__(self) -> str:
        return f"{self.model_id} v{self.number}"

    @property
    def folder(self) -> str:
        """The bundle's folder, relative to the models folder of the data dir."""
        return f"{self.model_id}/{self.number}"

    @property
    def parsed(self) -> Manifest:
        """The manifest with types."""
        return Manifest.model_validate(self.manifest)


class Calibration(models.Model):
    """How a version computes on a device, as it was measured there (`ml.calibration`)."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="calibrations")
    device = models.CharField(max_length=200, help_text="The processor with its cores, or the card")
    setup = models.JSONField(help_text="Threads, lanes, items in one inference, memory")
    per_second = models.JSONField(help_text="Items, for each size of them")
    cells = models.JSONField(help_text="All that was measured")
    measured_at = models.DateTimeField()

    class Meta:
        ordering = ("version", "device")
        constraints = (models.UniqueConstraint(fields=("version", "device"), name="calibrated_once_per_device"),)

    def __str__(self) -> str:
        return f"{self.version} on {self.device}"


class Alias(models.Model):
    """A name such as `production` that points at one version and may be moved."""

    model = models.ForeignKey(Model, on_delete=models.CASCADE, related_name="aliases")
    name = models.SlugField(max_length=63)
    # RESTRICT and not PROTECT: a model may go with its owner, and all of it.
    version = models.ForeignKey(Version, on_delete=models.RESTRICT, related_name="aliases")

    class Meta:
        verbose_name_plural = "aliases"
        ordering = ("model", "name")
        constraints = (models.UniqueConstraint(fields=("model", "name"), name="alias_once_per_model"),)
        permissions = (("release", "Can let another version answer by a model's bare name"),)

    def __str__(self) -> str:
        return f"{self.model_id}@{self.name}"


class Split(models.Model):
    """While a rollout runs: some of the people who ask for `production` are answered by a candidate.

    Who asks is told by it in the statement that finds the version; so it is there as long as it counts, and no longer.
    """

    model = models.OneToOneField(Model, on_delete=models.CASCADE, primary_key=True, related_name="split")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+", help_text="The candidate")
    rollout = models.UUIDField(unique=True)
    salt = models.CharField(max_length=32, help_text="Of this rollout: others are the first the next time")
    share = models.FloatField(help_text="Of the people, above 0 and at most one half")
    step = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.share:.0%} of {self.model_id} by {self.version}"


class AliasChange(models.Model):
    """That an alias was moved: written once, kept for ever, also when its model is gone."""

    class How(models.TextChoices):
        """`installed`: with a bundle, as Slipway's own are at an upgrade."""

        INSTALLED = "installed"
        MOVED = "moved"
        PROMOTED = "promoted"
        ROLLED_BACK = "rolled_back"

    slug = models.SlugField(max_length=63)
    alias = models.SlugField(max_length=63)
    was = models.PositiveIntegerField(null=True, help_text="The version before; null where there was none")
    version = models.PositiveIntegerField()
    how = models.CharField(max_length=16, choices=How.choices)
    by = models.CharField(max_length=150, blank=True, help_text="Nobody: Slipway itself")
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("slug", "alias", "-id"), name="changes_of_alias"),)

    def __str__(self) -> str:
        return f"{self.slug}@{self.alias} {self.was} → {self.version}"


class Standby(models.Model):
    """A version that every worker of its kind is to hold ready for a while, whether anybody asks for it or not."""

    version = models.OneToOneField(Version, on_delete=models.CASCADE, primary_key=True, related_name="standby")
    asked_at = models.DateTimeField(help_text="Who failed to load it before tries again")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version} until {self.until}"


class Worker(models.Model):
    """A process that computes, as it last reported itself (`apps.engines.workers`)."""

    FRESH: ClassVar[timedelta] = timedelta(seconds=60)

    class State(models.TextChoices):
        """`gone` is not stored: it is a report that is too old."""

        STARTING = "starting"
        READY = "ready"
        BUSY = "busy"

    name = models.CharField(primary_key=True, max_length=200)
    queue = models.CharField(max_length=200, help_text="Its own queue, for the heartbeat")
    kinds = models.JSONField(default=list)
    device = models.CharField(max_length=32)
    pid = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.STARTING)
    loaded = models.JSONField(default=list, help_text="Versions in memory, as [slug, number]")
    not_loaded = models.JSONField(
        default=list, db_default=[], help_text="Versions that it could not load, as [slug, number, when, why]"
    )
    batches = models.PositiveBigIntegerField(default=0)
    items = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    last_seen = models.DateTimeField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def fresh(cls) -> "list[Worker]":
        """Workers that answered within the last 60 s and are done with starting."""
        fresh = cls._default_manager.filter(last_seen__gte=timezone.now() - cls.FRESH)
        return list(fresh.exclude(state=cls.State.STARTING))

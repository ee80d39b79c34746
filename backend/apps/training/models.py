"""The life of a model: data sets, runs, variants, and the jobs that make them."""

from pathlib import Path

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7

from apps.catalogue.models import Version, kinds
from apps.predictions.models import Prediction
from apps.queueing.models import Leased
from apps.training.states import Requested, Status, Work


def left_out_field() -> "models.BooleanField[bool, bool]":
    """Whether the files were missing in the backup that the row was restored from; set by a restore."""
    return models.BooleanField(default=False, db_default=False, help_text="Restored from a backup without its files")


class DataSet(models.Model):
    """Files with their answers as they came. What trains is a version of it."""

    slug = models.SlugField(primary_key=True, max_length=63)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=32, choices=kinds, blank=True, help_text="Empty until it was checked")
    source = models.CharField(max_length=255, help_text="Name of the file or folder as it came")
    outside = models.CharField(max_length=1000, blank=True, help_text="A folder of the server, where it was not sent")
    size = models.PositiveBigIntegerField(null=True, help_text="Bytes of the file that was sent")
    sha256 = models.CharField(max_length=64, blank=True)
    options = models.JSONField(default=dict, help_text="Of the last check")
    report = models.JSONField(null=True, help_text="Of the last check that succeeded")
    checked_at = models.DateTimeField(null=True)
    left_out = left_out_field()
    created_at = models.DateTimeField(auto_now_add=True)
    latest_jobs: list["Job"]  # at most one; where apps.training.selectors read it

    class Meta:
        ordering = ("-created_at", "slug")

    def __str__(self) -> str:
        return self.slug

    @property
    def folder(self) -> Path:
        """Everything that Slipway keeps of it."""
        return settings.SLIPWAY.own_data_sets_dir / self.slug

    @property
    def path(self) -> Path:
        """The file or folder as it came."""
        return Path(self.outside) if self.outside else self.folder / self.source

    @property
    def files_missing(self) -> bool:
        """What was sent was in no backup, and nobody has put it back since."""
        return self.left_out and not self.path.exists()


class DataSetVersion(models.Model):
    """A frozen data set: it never changes."""

    data_set = models.ForeignKey(DataSet, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="sha256 of dataset.json, which covers every file")
    manifest = models.JSONField()
    left_out = left_out_field()
    created_at = models.DateTimeField(auto_now_add=True)
    run_count: int  # where apps.training.selectors read it

    class Meta:
        ordering = ("data_set", "-number")
        constraints = (models.UniqueConstraint(fields=("data_set", "number"), name="data_set_number_once"),)

    def __str__(self) -> str:
        return f"{self.data_set_id} v{self.number}"

    @property
    def folder(self) -> Path:
        """The frozen folder."""
        return settings.SLIPWAY.own_data_sets_dir / self.data_set_id / "versions" / str(self.number)

    @property
    def files_missing(self) -> bool:
        """Its files were in no backup, and nobody has put them back since."""
        return self.left_out and not self.folder.exists()


class Job(Leased):
    """Work that takes long: it waits, a trainer claims it, and it ends once. The table is the queue."""

    CLAIMED = Status.RUNNING
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request_id = models.CharField(max_length=64, null=True, help_text="Of the request that asked for it")  # noqa: DJ001
    work = models.CharField(max_length=16, choices=Work.choices)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    data_set = models.ForeignKey(DataSet, on_delete=models.CASCADE, null=True, related_name="jobs")
    version = models.ForeignKey(
        Version, on_delete=models.CASCADE, null=True, related_name="jobs", help_text="The model that it is about"
    )
    payload = models.JSONField(default=dict)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.QUEUED)
    wish = models.CharField(max_length=16, choices=Requested.choices, blank=True)
    progress = models.JSONField(default=dict, help_text="stage, done, total")
    result = models.JSONField(null=True)
    error = models.TextField(blank=True, help_text="A sentence")

    losses = models.PositiveIntegerField(default=0, help_text="Trainers lost since it last got on")
    left_out = left_out_field()

    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = (models.Index(fields=("status", "created_at"), name="job_order"),)

    def __str__(self) -> str:
        return f"{self.work} {self.status}"

    @property
    def folder(self) -> Path:
        """Where it works."""
        return settings.SLIPWAY.runs_dir / str(self.pk)

    @property
    def files_missing(self) -> bool:
        """What it made was in no backup, and nobody has put it back since."""
        return self.left_out and not self.folder.exists()

    @property
    def is_unregistered(self) -> bool:
        """It took a model in, which waits for somebody's word before it becomes a version."""
        asked = bool(self.payload.get("register_later"))
        return asked and self.status == Status.SUCCEEDED and self.version_id is None


class Run(models.Model):
    """A training: a data set version and a recipe become a model. Its curve and epochs are rows of their own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="run")
    slug = models.SlugField(max_length=63, help_text="Name of the model that it makes")
    number = models.PositiveIntegerField(
        default=1, db_default=1, help_text="Tells apart the runs that make a model of this name"
    )
    title = models.CharField(max_length=200, blank=True)
    data_set_version = models.ForeignKey(DataSetVersion, on_delete=models.PROTECT, related_name="runs")
    recipe = models.JSONField()
    parent = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, related_name="runs", help_text="The model that it starts from"
    )
    started = models.JSONField(null=True, help_text="Parameters, items, device, steps")
    step = models.PositiveIntegerField(default=0)
    eta_seconds = models.FloatField(null=True)
    notes = models.JSONField(default=list)
    evaluation = models.JSONField(null=True, help_text="Of the test split, read once at the end")
    metrics = models.JSONField(null=True, help_text="Of the bundle")
    digest = models.CharField(max_length=64, blank=True, help_text="Of the bundle")
    registered = models.ForeignKey(Version, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    last_points: list["Point"]  # at most one, and the epochs in order; where apps.training.selectors read it
    last_and_best: list["Epoch"]

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"run of {self.slug}"

    @property
    def folder(self) -> Path:
        """Where it trains, and goes on."""
        return self.job.folder


class Point(models.Model):
    """A point of a run's curve. One that is computed again, after a crash, takes the place of the first."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="points")
    step = models.PositiveIntegerField()
    epoch = models.PositiveIntegerField()
    loss = models.FloatField(null=True)
    learning_rate = models.FloatField()
    examples_per_second = models.FloatField()

    class Meta:
        ordering = ("run", "step")
        constraints = (models.UniqueConstraint(fields=("run", "step"), name="point_once_per_step"),)

    def __str__(self) -> str:
        return f"step {self.step}"


class Epoch(models.Model):
    """What a run measured after an epoch, with some answers to validation items."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="epochs")
    number = models.PositiveIntegerField()
    step = models.PositiveIntegerField()
    train_loss = models.FloatField(null=True)
    validation_loss = models.FloatField(null=True)
    metric_name = models.CharField(max_length=16)
    metric = models.FloatField(null=True)
    best = models.BooleanField()
    learning_rate = models.FloatField()
    seconds = models.FloatField()
    samples = models.JSONField(default=list)

    class Meta:
        ordering = ("run", "number")
        constraints = (models.UniqueConstraint(fields=("run", "number"), name="epoch_once_per_run"),)

    def __str__(self) -> str:
        return f"epoch {self.number}"


class Variant(models.Model):
    """A smaller or faster form of a version, and how it compared."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="variants")
    parent = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="variants")
    name = models.CharField(max_length=63, help_text="As `int8`")
    digest = models.CharField(max_length=64)
    metrics = models.JSONField(default=dict)
    accepted = models.BooleanField()
    reason = models.TextField(help_text="Why it was accepted or refused")
    registered = models.ForeignKey(Version, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.name} of {self.parent}"

    @property
    def folder(self) -> Path:
        """Its bundle."""
        return self.job.folder / self.name


class Correction(models.Model):
    """An operator's word on what a person said of a prediction."""

    class State(models.TextChoices):
        """Without a row it is pending."""

        ACCEPTED = "accepted"
        REJECTED = "rejected"

    prediction = models.OneToOneField(Prediction, on_delete=models.CASCADE, primary_key=True, related_name="correction")
    state = models.CharField(max_length=16, choices=State.choices)
    answer = models.TextField(help_text="The right label, or what is said")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reviewed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.prediction_id} {self.state}"

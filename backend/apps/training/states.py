"""What jobs do, how they stand, and what is asked of them."""

from django.db import models

# What a trainer reports itself for, where a worker names the kinds that it serves.
TRAINING = "training"


class Work(models.TextChoices):
    """What a job does."""

    CHECK = "check"
    FREEZE = "freeze"
    TRAIN = "train"
    OPTIMISE = "optimise"
    IMPORT = "import"
    INSTALL = "install"


class Status(models.TextChoices):
    """`queued` → `running` → (`paused` → `queued`) → one of the last three, which are final."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"


FINAL = (Status.SUCCEEDED, Status.FAILED, Status.CANCELED)
ACTIVE = (Status.QUEUED, Status.RUNNING, Status.PAUSED)


class Requested(models.TextChoices):
    """What somebody asks of a job that is claimed: the trainer looks every second."""

    PAUSE = "pause"
    CANCEL = "cancel"

"""What a child tells goes into the row of its job, at most once a second, and to the page."""

import time

from django.db import transaction

from apps.training.jobs.notify import notify
from apps.training.models import Job
from ml.jobs.messages import Update
from ml.progress import Note, Progress
from ml.training.events import Checkpointed, EpochEnded, Step

EVERY_SECONDS = 1.0


class Lost(Exception):
    """The job is no longer ours: its lease ran out, or it was deleted."""


class JobRecorder:
    """The record of one job while it is worked on."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.stage = Progress(stage="")
        # Something was told and is not yet written.
        self.pending = False
        self.written_at = time.monotonic()

    def take(self, update: Update) -> None:
        """Take one message of the child."""
        self.pending = True
        match update:
            case Progress():
                self.show(update)
            case Note():
                self.show(self.stage.model_copy(update={"note": update.text}))
            case Step():
                self.show(self.stage.model_copy(update={"done": update.step, "total": update.steps}))
            case EpochEnded(metric=metric) if metric is not None:
                note = f"Epoch {update.number}: {update.metric_name} {metric:.4f}"
                self.show(self.stage.model_copy(update={"note": note}))
            case Checkpointed():
                # It got on: a trainer that is lost after this is the first one again.
                self.job.losses = 0

    def show(self, progress: Progress) -> None:
        """How far it is."""
        self.stage = progress
        self.job.progress = progress.model_dump(exclude={"type"})

    def keep(self) -> str:
        """Write what is due, and say what is requested of the job. Raises Lost, DatabaseError."""
        now = time.monotonic()
        if now - self.written_at < EVERY_SECONDS:
            return ""
        self.written_at = now
        if self.pending:
            self.write()
        requested = self.job.held().values_list("wish", flat=True).first()
        if requested is None:
            raise Lost
        return requested

    def write(self) -> None:
        """Write what is new and tell of it. Raises Lost; DatabaseError, and then it is still to be written."""
        with transaction.atomic():
            if not self.job.held().update(progress=self.job.progress, losses=self.job.losses):
                raise Lost
            self.write_more()
            notify(self.job)
        self.forget()

    def write_more(self) -> None:
        """What this kind of work has beside the row of its job, in the same transaction."""

    def forget(self) -> None:
        """What is written."""
        self.pending = False

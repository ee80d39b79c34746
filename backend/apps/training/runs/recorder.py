"""What a training tells goes into the rows of its run: its curve, its epochs, its notes."""

import time

from apps.training.jobs.recorder import JobRecorder
from apps.training.models import Epoch, Job, Point
from apps.training.runs.curve import MOST
from apps.training.runs.history import epoch_row, missed
from ml.jobs.messages import Update
from ml.progress import Note, Progress
from ml.training import events
from ml.training.events import EpochEnded, Started, Step

FINE_STEPS = 500
# The first steps are slow, or fast, as no others are: what they say of the end is wrong.
SETTLING_SECONDS = 15.0
EPOCH_COLUMNS = [name for name in events.Epoch.model_fields if name != "number"]


class RunRecorder(JobRecorder):
    """The record of one training while it goes on."""

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self.run = job.run
        self.points: dict[int, Point] = {}
        self.epochs: dict[int, Epoch] = {}
        self.resumed_at: int | None = None
        # Points after this step give way to newer ones; None: the run has not begun.
        self.kept_to: int | None = None
        self.began_at = time.monotonic()

    def take(self, update: Update) -> None:
        """Take one message of the child."""
        match update:
            case Started():
                self.start(update)
            case Note():
                if update.text not in self.run.notes:
                    self.run.notes.append(update.text)
            case Step():
                self.add_point(update)
            case EpochEnded():
                self.add_epoch(update)
            case _:
                super().take(update)
        self.pending = True

    def start(self, started: Started) -> None:
        """A run begins, or goes on: what it did after its last checkpoint is done again."""
        row = self.run
        row.started = started.model_dump(include=set(events.Setup.model_fields))
        row.step = self.resumed_at = self.kept_to = started.step
        row.eta_seconds = None
        self.points, self.epochs = {}, {}
        self.began_at = time.monotonic()
        self.show_step(row.step)

    def add_point(self, step: Step) -> None:
        """A point of the curve. Of a long run one a second is enough."""
        row = self.run
        settled = time.monotonic() - self.began_at > SETTLING_SECONDS
        row.step, row.eta_seconds = step.step, step.eta_seconds if settled else None
        if row.step > FINE_STEPS:
            self.points.clear()
        self.points[row.step] = Point(run=row, **step.model_dump(include=set(events.Point.model_fields)))
        self.show_step(row.step)

    def add_epoch(self, epoch: EpochEnded) -> None:
        """An epoch is measured."""
        self.epochs[epoch.number] = epoch_row(self.run, epoch)
        self.run.step = epoch.step
        self.show_step(epoch.step)
        if epoch.number == (self.run.started or {}).get("epochs"):
            # Export and test tell nothing, and may take longer than an epoch.
            self.show(Progress(stage="finish"))

    def show_step(self, step: int) -> None:
        """How far it is."""
        self.show(Progress(stage="train", done=step, total=self.steps))

    @property
    def steps(self) -> int:
        """Of the whole run; 0 until it has begun."""
        return int((self.run.started or {}).get("steps", 0))

    def write_more(self) -> None:
        """The run, its points and epochs; those that are done again take the place of the former."""
        row = self.run
        row.save(update_fields=["started", "step", "eta_seconds", "notes"])
        if self.resumed_at is not None:
            row.epochs.filter(step__gt=self.resumed_at).delete()
            Epoch.objects.bulk_create(missed(row, self.resumed_at), ignore_conflicts=True)
        if self.kept_to is not None:
            row.points.filter(step__gt=self.kept_to).delete()
        Point.objects.bulk_create(self.points.values())
        Epoch.objects.bulk_create(
            self.epochs.values(), update_conflicts=True, unique_fields=["run", "number"], update_fields=EPOCH_COLUMNS
        )

    def forget(self) -> None:
        """What is written; but the last point of a long run is written anew until it is far enough from the others."""
        super().forget()
        self.resumed_at = None
        self.epochs.clear()
        if not self.points:
            return
        last = max(self.points)
        if last <= FINE_STEPS or last - (self.kept_to or 0) >= self.steps / MOST:
            self.kept_to = last
            self.points.clear()

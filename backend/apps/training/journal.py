"""What a child tells goes into the rows, at most once a second, and to the page."""

import math
import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from apps.catalogue.models import Worker
from apps.engines import workers
from apps.training import live, run
from apps.training.curve import MOST
from apps.training.history import missed
from apps.training.models import Epoch, Job, Point, Run, Work

EVERY_SECONDS = 1.0
FINE_STEPS = 500
# The first steps are slow, or fast, as no others are: what they say of the end is wrong.
SETTLING_SECONDS = 15.0
EPOCH_FIELDS = (
    "step", "train_loss", "validation_loss", "metric_name", "metric", "best", "learning_rate", "seconds", "samples",
)  # fmt: skip


class Lost(Exception):
    """The job is no longer ours: its lease ran out, or it was deleted."""


class Journal:
    """The record of one job while it is worked on."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.run: Run | None = job.run if job.work == Work.TRAIN else None
        # What was told and is not yet written.
        self.news = False
        self.points: dict[int, Point] = {}
        self.epochs: dict[int, Epoch] = {}
        self.went_on_at: int | None = None
        # Points after this step give way to newer ones; None: the run has not begun.
        self.kept_to: int | None = None
        self.written_at = self.renewed_at = self.began_at = time.monotonic()

    def hear(self, told: Mapping[str, Any]) -> None:
        """Take one line of the child."""
        take = TAKES.get(told["type"])
        if take:
            take(self, told)
            self.news = True

    def keep(self) -> str:
        """Renew the lease, write what is new, and say what is wished of the job. Raises Lost."""
        now = time.monotonic()
        if now - self.renewed_at >= settings.SLIPWAY.lease_seconds / 4:
            self.renewed_at = now
            run.held(self.job).update(lease_expires_at=run.runs_out())
            workers.report(Worker.State.BUSY)
        if now - self.written_at < EVERY_SECONDS:
            return ""
        self.written_at = now
        if self.news:
            self.write()
        wish = run.held(self.job).values_list("wish", flat=True).first()
        if wish is None:
            raise Lost
        return wish

    def write(self) -> None:
        """Write what is new and tell of it. Raises Lost; DatabaseError, and then it is still to be written."""
        with transaction.atomic():
            fields = {"progress": self.job.progress, "losses": self.job.losses}
            if not run.held(self.job).update(**fields):
                raise Lost
            if self.run:
                self._write_run(self.run)
            live.tell(self.job)
        self._forget()

    def _write_run(self, row: Run) -> None:
        row.save(update_fields=["started", "step", "eta_seconds", "notes"])
        if self.went_on_at is not None:
            row.epochs.filter(step__gt=self.went_on_at).delete()
            Epoch.objects.bulk_create(missed(row, self.went_on_at), ignore_conflicts=True)
        if self.kept_to is not None:
            row.points.filter(step__gt=self.kept_to).delete()
        Point.objects.bulk_create(self.points.values())
        Epoch.objects.bulk_create(
            self.epochs.values(), update_conflicts=True, unique_fields=["run", "number"], update_fields=EPOCH_FIELDS
        )

    def _forget(self) -> None:
        """What is written; but the last point of a long run is written anew until it is far enough from the others."""
        self.news, self.went_on_at = False, None
        self.epochs.clear()
        if not self.run or not self.points:
            return
        last, steps = max(self.points), (self.run.started or {}).get("steps", 0)
        if last <= FINE_STEPS or last - (self.kept_to or 0) >= steps / MOST:
            self.kept_to = last
            self.points.clear()

    def progress(self, told: Mapping[str, Any]) -> None:
        """How far it is."""
        self.job.progress = {name: told[name] for name in ("stage", "done", "total", "note") if name in told}

    def started(self, told: Mapping[str, Any]) -> None:
        """A run begins, or goes on: what it did after its last checkpoint is done again."""
        row = self._run()
        names = ("steps", "epochs", "parameters", "train_items", "validation_items", "processes", "device")
        row.started = {name: told[name] for name in names}
        row.step = self.went_on_at = self.kept_to = told["step"]
        row.eta_seconds = None
        self.points, self.epochs = {}, {}
        self.began_at = time.monotonic()
        self._at(row.step)

    def noted(self, told: Mapping[str, Any]) -> None:
        """A sentence for the person who started it."""
        row = self._run()
        if told["text"] not in row.notes:
            row.notes.append(told["text"])

    def stepped(self, told: Mapping[str, Any]) -> None:
        """A point of the curve. Of a long run one a second is enough."""
        row = self._run()
        settled = time.monotonic() - self.began_at > SETTLING_SECONDS
        row.step, row.eta_seconds = told["step"], finite(told["eta_seconds"]) if settled else None
        if row.step > FINE_STEPS:
            self.points.clear()
        self.points[row.step] = Point(
            run=row,
            step=row.step,
            epoch=told["epoch"],
            loss=finite(told["loss"]),
            learning_rate=told["learning_rate"],
            examples_per_second=finite(told["examples_per_second"]) or 0.0,
        )
        self._at(row.step)

    def epoch_ended(self, told: Mapping[str, Any]) -> None:
        """An epoch is measured."""
        row = self._run()
        fields = {name: told[name] for name in ("step", "metric_name", "best", "learning_rate", "seconds", "samples")}
        losses = {name: finite(told[name]) for name in ("train_loss", "validation_loss", "metric")}
        self.epochs[told["number"]] = Epoch(run=row, number=told["number"], **fields, **losses)
        row.step = told["step"]
        self._at(row.step)
        if told["number"] == (row.started or {}).get("epochs"):
            # Export and test tell nothing, and may take longer than an epoch.
            self.job.progress = {"stage": "finish", "done": 0, "total": 0}

    def checkpointed(self, _told: Mapping[str, Any]) -> None:
        """It got on: a trainer that is lost after this is the first one again."""
        self.job.losses = 0

    def _run(self) -> Run:
        assert self.run  # noqa: S101 - for the types: only a training tells of such things
        return self.run

    def _at(self, step: int) -> None:
        total = (self._run().started or {}).get("steps", 0)
        self.job.progress = {"stage": "train", "done": step, "total": total}


TAKES = {
    "progress": Journal.progress,
    "started": Journal.started,
    "note": Journal.noted,
    "step": Journal.stepped,
    "epoch": Journal.epoch_ended,
    "checkpointed": Journal.checkpointed,
}


def finite(value: float | None) -> float | None:
    """A loss that is no number any more is told as none: JSON and databases know no NaN."""
    return value if value is not None and math.isfinite(value) else None

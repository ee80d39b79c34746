"""What a child tells goes into the rows, at most once a second, and to the page."""

import math
import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from apps.catalogue import workers
from apps.catalogue.models import Worker
from apps.training import live, run
from apps.training.models import Epoch, Job, Point, Run, Work

EVERY_SECONDS = 1.0
FINE_STEPS = 500


class Lost(Exception):
    """The job is no longer ours: its lease ran out, or it was deleted."""


class Journal:
    """The record of one job while it is worked on."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.run: Run | None = job.run if job.work == Work.TRAIN else None
        self.points: dict[int, Point] = {}
        self.news = False
        self.written_at = self.renewed_at = time.monotonic()

    def hear(self, told: Mapping[str, Any]) -> None:
        """Take one line of the child."""
        take = TAKES.get(told["type"])
        if take:
            take(self, told)
            self.news = True

    def keep(self) -> str:
        """Renew the lease, write what is new, and say what is wished of the job. Raises Lost."""
        now = time.monotonic()
        if now - self.renewed_at >= settings.SLIPWAY["lease_seconds"] / 4:
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
        """Write what is new and tell of it. Raises Lost."""
        self.news = False
        with transaction.atomic():
            fields = {"progress": self.job.progress, "losses": self.job.losses}
            if not run.held(self.job).update(**fields):
                raise Lost
            if self.run:
                self._write_run(self.run)
            live.tell(self.job)

    def _write_run(self, row: Run) -> None:
        row.save(update_fields=["started", "step", "eta_seconds", "notes"])
        Point.objects.bulk_create(
            self.points.values(),
            update_conflicts=True,
            unique_fields=["run", "step"],
            update_fields=["epoch", "loss", "learning_rate", "examples_per_second"],
        )
        self.points.clear()

    def progress(self, told: Mapping[str, Any]) -> None:
        """How far it is."""
        self.job.progress = {name: told[name] for name in ("stage", "done", "total", "note") if name in told}

    def started(self, told: Mapping[str, Any]) -> None:
        """A run begins, or goes on: what it did after its last checkpoint is done again."""
        row = self._run()
        names = ("steps", "epochs", "parameters", "train_items", "validation_items", "processes", "device")
        row.started = {name: told[name] for name in names}
        row.step = told["step"]
        self._at(row.step)
        with transaction.atomic():
            row.points.filter(step__gt=row.step).delete()
            row.epochs.filter(step__gt=row.step).delete()

    def noted(self, told: Mapping[str, Any]) -> None:
        """A sentence for the person who started it."""
        row = self._run()
        if told["text"] not in row.notes:
            row.notes.append(told["text"])

    def stepped(self, told: Mapping[str, Any]) -> None:
        """A point of the curve. Of a long run one a second is enough."""
        row = self._run()
        row.step, row.eta_seconds = told["step"], finite(told["eta_seconds"])
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
        """An epoch is measured: that is told at once."""
        row = self._run()
        fields = {name: told[name] for name in ("step", "metric_name", "best", "learning_rate", "seconds", "samples")}
        losses = {name: finite(told[name]) for name in ("train_loss", "validation_loss", "metric")}
        Epoch.objects.update_or_create(run=row, number=told["epoch"], defaults={**fields, **losses})
        row.step = told["step"]
        self._at(row.step)
        if told["epoch"] == (row.started or {}).get("epochs"):
            # Export and test tell nothing, and may take longer than an epoch.
            self.job.progress = {"stage": "finish", "done": 0, "total": 0}
        self.written_at = 0.0

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
    "Progress": Journal.progress,
    "Started": Journal.started,
    "Noted": Journal.noted,
    "Stepped": Journal.stepped,
    "EpochEnded": Journal.epoch_ended,
    "Checkpointed": Journal.checkpointed,
}


def finite(value: float | None) -> float | None:
    """A loss that is no number any more is told as none: JSON and databases know no NaN."""
    return value if value is not None and math.isfinite(value) else None

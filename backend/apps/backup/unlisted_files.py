"""Files of training that no list names: what was sent, and what a run that has not succeeded can go on from."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from apps.backup.manifest import Level, holds
from apps.training.models import DataSet, Job, Run, Status, Work

# What these left behind is worth keeping; of others the job simply begins anew.
RESUMABLE = (Work.TRAIN, Work.OPTIMISE, Work.IMPORT)
CHECKPOINTS = "checkpoints"
RECORDS = ("run.json", "status.json", "history.json")
TRIES = 3
OpenFile = tuple[Path, IO[bytes]]


def sources(alias: str, level: Level) -> Iterator[Path]:
    """What was sent as data sets and should be here."""
    if holds(level, "all"):
        rows = DataSet.objects.using(alias).filter(outside="", left_out=False).order_by("pk")
        yield from (row.path for row in rows.only("slug", "source", "outside"))


def leftovers(alias: str, level: Level) -> Iterator[Path]:
    """What runs that succeeded wrote beside their bundles, and the folders of jobs that may go on."""
    if holds(level, "results"):
        for run in Run.objects.using(alias).exclude(digest="").order_by("pk").select_related("job"):
            yield from (run.folder / name for name in RECORDS)
    if holds(level, "all"):
        jobs = Job.objects.using(alias).filter(work__in=RESUMABLE).exclude(status=Status.SUCCEEDED).order_by("pk")
        yield from (job.folder for job in jobs.only("pk"))


def opened(top: Path) -> Iterator[OpenFile]:
    """The files at `top`, a file or a folder, open to be read; what goes meanwhile is left out.

    Of checkpoints only the newest, and only as a whole: a run that goes on removes it when the next one is complete.
    """
    if not top.is_dir():
        yield from _readable([top])
    # `Path.rglob` would end with an error where a folder goes meanwhile.
    for place, folders, names in os.walk(top):
        yield from _readable(Path(place, name) for name in sorted(names) if not name.startswith("."))
        if CHECKPOINTS in folders:
            with _newest_checkpoint(Path(place, CHECKPOINTS)) as files:
                yield from files
        folders[:] = sorted(name for name in folders if name != CHECKPOINTS and not name.startswith("."))


def _readable(paths: Iterable[Path]) -> Iterator[OpenFile]:
    for path in paths:
        try:
            if path.is_file():
                with path.open("rb") as file:
                    yield path, file
        except FileNotFoundError:
            continue


@contextmanager
def _newest_checkpoint(folder: Path) -> Iterator[Sequence[OpenFile]]:
    """What is open stays whole, even if it is removed."""
    for _ in range(TRIES):
        with ExitStack() as stack:
            newest = max(folder.glob("step-*"), default=None)
            try:
                paths = sorted(path for path in newest.rglob("*") if path.is_file()) if newest else []
                files = [(path, stack.enter_context(path.open("rb"))) for path in paths]
            except FileNotFoundError:
                continue
            # Older ones are removed only when there is a newer one.
            if newest == max(folder.glob("step-*"), default=None):
                yield files
                return
    yield []

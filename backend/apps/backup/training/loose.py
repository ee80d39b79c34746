"""Files of training that no list names: what was sent, and what a run that has not succeeded can go on from."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from apps.backup.manifest import Level
from apps.backup.training.sealed import Tables, holds, on_disk, rows_of

# What these left behind is worth keeping; of others the job simply begins anew.
GOING_ON = ("train", "optimise", "import")
CHECKPOINTS = "checkpoints"
TOLD = ("run.json", "status.json", "history.json")
TRIES = 3
Opened = tuple[Path, IO[bytes]]


def sources(alias: str, tables: Tables, level: Level) -> Iterator[tuple[str, str]]:
    """Slug and name below the data dir of what was sent as a data set and should lie here."""
    if holds(level, "all") and "training.dataset" in tables:
        rows = rows_of(alias, tables, "training.dataset", "", "slug", "source", "outside")
        for slug, source, outside, left_out in rows:
            if not (outside or left_out):
                yield slug, f"datasets/{slug}/{source}"


def folders(alias: str, tables: Tables, level: Level) -> Iterator[str]:
    """Folders of jobs that may go on."""
    if holds(level, "all") and "training.job" in tables:
        rows = tables["training.job"]._base_manager.using(alias).filter(work__in=GOING_ON).exclude(status="succeeded")
        for pk in rows.order_by("pk").values_list("pk", flat=True).iterator():
            yield f"runs/{pk}"


def told_of_runs(alias: str, tables: Tables, level: Level) -> Iterator[str]:
    """What a run that succeeded says of itself, beside its bundle."""
    if holds(level, "results") and "training.run" in tables:
        rows = tables["training.run"]._base_manager.using(alias).exclude(digest="").order_by("pk")
        for job in rows.values_list("job_id", flat=True).iterator():
            yield from (f"runs/{job}/{name}" for name in TOLD)


def opened(name: str) -> Iterator[Opened]:
    """The files at `name`, a file or a folder, open to be read; what goes meanwhile is left out.

    Of checkpoints only the newest, and only as a whole: a run that goes on removes it when the next one is complete.
    """
    top = on_disk(name)
    if not top.is_dir():
        yield from _readable([top])
    # `Path.rglob` would end with an error where a folder goes meanwhile.
    for place, folders, names in os.walk(top):
        yield from _readable(Path(place, name) for name in sorted(names) if not name.startswith("."))
        if CHECKPOINTS in folders:
            with _newest(Path(place, CHECKPOINTS)) as files:
                yield from files
        folders[:] = sorted(name for name in folders if name != CHECKPOINTS and not name.startswith("."))


def _readable(paths: Iterable[Path]) -> Iterator[Opened]:
    for path in paths:
        try:
            if path.is_file():
                with path.open("rb") as file:
                    yield path, file
        except FileNotFoundError:
            continue


@contextmanager
def _newest(place: Path) -> Iterator[Sequence[Opened]]:
    """What is open stays whole, even if it is removed."""
    for _ in range(TRIES):
        with ExitStack() as stack:
            step = max(place.glob("step-*"), default=None)
            try:
                found = sorted(path for path in step.rglob("*") if path.is_file()) if step else []
                files = [(path, stack.enter_context(path.open("rb"))) for path in found]
            except FileNotFoundError:
                continue
            # Older ones are removed only when there is a newer one.
            if step == max(place.glob("step-*"), default=None):
                yield files
                return
    yield []

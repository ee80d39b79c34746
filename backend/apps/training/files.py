"""Which files the rows of training have: `datasets/…` and `runs/…` below the data dir, or below a copy of it.

`root` is that folder, and `alias` the database that has the rows.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db.models import Model, Q

from apps.storage.file_sets import FileSet, Sums
from apps.training.models import DataSet, DataSetVersion, Job, Run, Variant
from apps.training.states import Status, Work
from ml.bundle import MANIFEST as BUNDLE
from ml.bundle import sha256_of
from ml.datasets.frozen import ITEMS
from ml.datasets.frozen import MANIFEST as DATA_SET

LISTS = frozenset({BUNDLE, DATA_SET, ITEMS})
# What these left behind is worth keeping; of others the job simply begins anew.
RESUMABLE = (Work.TRAIN, Work.OPTIMISE, Work.IMPORT)
CHECKPOINTS = "checkpoints"
RECORDS = ("run.json", "status.json", "history.json")
TRIES = 3
OpenFile = tuple[Path, IO[bytes]]


def are_mounted() -> bool:
    """Whether this process sees the folders at all: in a cluster they are on a volume that not every pod mounts."""
    return any(folder.is_dir() for folder in (settings.SLIPWAY.own_data_sets_dir, settings.SLIPWAY.runs_dir))


def results(alias: str, root: Path) -> Iterator[FileSet]:
    """The bundles that runs and variants made."""
    for run in Run.objects.using(alias).exclude(digest="").order_by("pk").select_related("job"):
        label = f"run of {run.slug} {run.job_id}"
        yield from _expected(run.job, run.folder / "bundle", label, partial(_of_bundle, run.digest), root)
    for row in Variant.objects.using(alias).order_by("pk").select_related("job"):
        yield from _expected(
            row.job, row.folder, f"variant {row.name} {row.job_id}", partial(_of_bundle, row.digest), root
        )


def frozen(alias: str, root: Path) -> Iterator[FileSet]:
    """The frozen versions of data sets."""
    for row in DataSetVersion.objects.using(alias).only("data_set_id", "number", "digest", "left_out"):
        label = f"{row.data_set_id} v{row.number}"
        yield from _expected(row, row.folder, label, partial(_of_data_set, row.digest), root)


def sources(alias: str) -> Iterator[Path]:
    """What was sent as data sets and should be here."""
    rows = DataSet.objects.using(alias).filter(outside="", left_out=False).order_by("pk")
    yield from (row.path for row in rows.only("slug", "source", "outside"))


def records(alias: str) -> Iterator[Path]:
    """What runs that succeeded wrote beside their bundles, if it is there."""
    for run in Run.objects.using(alias).exclude(digest="").order_by("pk").select_related("job"):
        yield from (run.folder / name for name in RECORDS)


def resumable(alias: str) -> Iterator[Path]:
    """The folders of jobs that may go on, and of models that wait for their owner's word."""
    goes_on = Q(work__in=RESUMABLE) & ~Q(status=Status.SUCCEEDED)
    unregistered = Q(status=Status.SUCCEEDED, version=None, payload__register_later=True)
    jobs = Job.objects.using(alias).filter(goes_on | unregistered).order_by("pk")
    yield from (job.folder for job in jobs.only("pk"))


def opened(top: Path) -> Iterator[OpenFile]:
    """The files at `top`, a file or a folder, open to be read; what goes meanwhile is left out.

    Of checkpoints only the newest, and only as a whole: a run that goes on removes it when the next one is complete.
    """
    if not top.is_dir():
        yield from _readable([top])
    # `Path.rglob` would end with an error where a folder goes meanwhile.
    for folder, folders, names in os.walk(top):
        yield from _readable(Path(folder, name) for name in sorted(names) if not name.startswith("."))
        if CHECKPOINTS in folders:
            with _newest_checkpoint(Path(folder, CHECKPOINTS)) as files:
                yield from files
        folders[:] = sorted(name for name in folders if name != CHECKPOINTS and not name.startswith("."))


def mark_what_is_missing(alias: str) -> None:
    """Note in the rows whose files a restore has not brought, so that the page can say so."""
    runs = Run.objects.using(alias).exclude(digest="").select_related("job")
    variants = Variant.objects.using(alias).select_related("job")
    made = [(run.job_id, run.folder / "bundle") for run in runs] + [(row.job_id, row.folder) for row in variants]
    versions = DataSetVersion.objects.using(alias)
    sent = DataSet.objects.using(alias).filter(outside="")
    missing: dict[type[Model], list[object]] = {
        Job: [job for job, folder in made if not (folder / BUNDLE).is_file()],
        DataSetVersion: [row.pk for row in versions if not (row.folder / DATA_SET).is_file()],
        DataSet: [row.pk for row in sent if not row.path.exists()],
    }
    for model, keys in missing.items():
        model._base_manager.using(alias).update(left_out=False)
        model._base_manager.using(alias).filter(pk__in=keys).update(left_out=True)


def _expected(
    row: Job | DataSetVersion, folder: Path, label: str, listed: Callable[[Path], Sums], root: Path
) -> Iterator[FileSet]:
    """One, or none where it is known that the files were not in the backup that the row was restored from."""
    name = folder.relative_to(settings.SLIPWAY.data_dir).as_posix()
    if not row.left_out or (root / name).exists():
        yield FileSet("training", lambda: ((f"{name}/{file}", sha256) for file, sha256 in listed(root / name)), label)


def _of_bundle(digest: str, folder: Path) -> Sums:
    if _is_intact(folder / BUNDLE, digest):
        files: Mapping[str, str] = json.loads((folder / BUNDLE).read_bytes())["files"]
        yield from files.items()
    yield BUNDLE, digest


def _of_data_set(digest: str, folder: Path) -> Sums:
    if _is_intact(folder / DATA_SET, digest):
        items: str = json.loads((folder / DATA_SET).read_bytes())["items_sha256"]
        if _is_intact(folder / ITEMS, items):
            with (folder / ITEMS).open(encoding="utf-8") as lines:
                # Two items of one content share a file.
                yield from {item["file"]: item["sha256"] for item in map(json.loads, lines)}.items()
        yield ITEMS, items
    yield DATA_SET, digest


def _is_intact(file: Path, sha256: str) -> bool:
    return file.is_file() and sha256_of(file) == sha256


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

"""What nobody needs any more goes: what killed processes left behind, and what was there to go on from.

A trainer does it when nothing waits: it and web are all that write into these folders.
"""

import logging
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from apps.training.models import FINAL, DataSet, DataSetVersion, Job, Status, Work
from apps.training.selectors import at_work_on

logger = logging.getLogger(__name__)
# Younger ones may belong to a request that has not yet written its row, or to a job that was taken up just now.
YOUNG = timedelta(hours=2)
# A download that broke off goes on where it was; not for ever.
GIVEN_UP = timedelta(days=14)
# What is left of a job that has succeeded, and what of it only served to go on.
SPENT = {
    Work.TRAIN: ("checkpoints", "best.safetensors"),
    Work.OPTIMISE: ("*.run",),
    Work.IMPORT: ("",),
    Work.INSTALL: ("",),
    Work.CHECK: ("",),
    Work.FREEZE: ("",),
}
# These begin anew whenever they are tried again, and need nothing for it.
WITHOUT_FILES = (Work.CHECK, Work.FREEZE)
BROUGHT = (Work.IMPORT, Work.INSTALL)


def remove_leftovers() -> int:
    """Remove them and return how many there were. What cannot be removed now is tried again the next time."""
    removed = 0
    for path in (*_of_data_sets(), *_of_jobs()):
        logger.info("removes %s, which nobody needs", path)
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        removed += not path.exists()
    return removed


def _of_data_sets() -> Iterator[Path]:
    place = settings.SLIPWAY.own_data_sets_dir
    rows = {row.pk: row for row in DataSet.objects.all()}
    yield from _unknown(place, set(rows))
    for row in rows.values():
        if not at_work_on(row):
            numbers = {
                str(number) for number in DataSetVersion.objects.filter(data_set=row).values_list("number", flat=True)
            }
            half_made = [path for path in row.folder.glob("versions/*") if path.name not in numbers]
            yield from filter(_is_old, (*half_made, *row.folder.glob(".*")))


def _of_jobs() -> Iterator[Path]:
    place = settings.SLIPWAY.runs_dir
    ended = Job.objects.filter(status__in=FINAL).only("pk", "work", "status", "completed_at")
    yield from _unknown(place, {str(pk) for pk in Job.objects.values_list("pk", flat=True)})
    for folder in _folders(place):
        job = ended.filter(pk=pk).first() if (pk := _id_in(folder.name)) else None
        if job:
            yield from _spent(job)


def _spent(job: Job) -> Iterator[Path]:
    since = timezone.now() - job.completed_at if job.completed_at else timedelta(0)
    if job.status == Status.SUCCEEDED:
        for pattern in SPENT[Work(job.work)]:
            yield from job.folder.glob(pattern) if pattern else (job.folder,)
    elif (job.work in WITHOUT_FILES and since > YOUNG) or (job.work in BROUGHT and since > GIVEN_UP):
        yield job.folder


def _unknown(place: Path, known: set[str]) -> Iterator[Path]:
    """Folders without a row. Where no row knows any of them, it is rather the database that is the wrong one."""
    folders = _folders(place)
    if any(folder.name in known for folder in folders):
        yield from (folder for folder in folders if folder.name not in known and _is_old(folder))


def _folders(place: Path) -> list[Path]:
    return sorted(path for path in place.iterdir() if path.is_dir()) if place.is_dir() else []


def _is_old(path: Path) -> bool:
    try:
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return False
    return timezone.now() - changed > YOUNG


def _id_in(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None

"""Which folders of jobs nobody needs any more: what killed processes left behind, and what was there to go on from."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from apps.training.jobs.handlers import FOLDER, handler_of
from apps.training.models import Job
from apps.training.states import FINAL, Status

# Younger ones may belong to a request that has not yet written its row, or to a job that was taken up just now.
YOUNG = timedelta(hours=2)


def leftovers() -> Iterator[Path]:
    """Folders and files that may go."""
    place = settings.SLIPWAY.runs_dir
    ended = Job.objects.filter(status__in=FINAL).only("pk", "work", "status", "completed_at", "payload", "version_id")
    yield from unknown(place, {str(pk) for pk in Job.objects.values_list("pk", flat=True)})
    for folder in _folders(place):
        job = ended.filter(pk=pk).first() if (pk := _id_in(folder.name)) else None
        if job:
            yield from _spent(job)


def _spent(job: Job) -> Iterator[Path]:
    handler = handler_of(job)
    if job.is_unregistered:
        return
    if job.status == Status.SUCCEEDED:
        for pattern in handler.spent:
            yield from (job.folder,) if pattern == FOLDER else job.folder.glob(pattern)
    elif handler.abandoned is not None and job.completed_at and timezone.now() - job.completed_at > handler.abandoned:
        yield job.folder


def unknown(place: Path, known: set[str]) -> Iterator[Path]:
    """Folders without a row. Where no row knows any of them, it is rather the database that is the wrong one."""
    folders = _folders(place)
    if any(folder.name in known for folder in folders):
        yield from (folder for folder in folders if folder.name not in known and is_old(folder))


def is_old(path: Path) -> bool:
    """Whether nobody can be about to write its row."""
    try:
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return False
    return timezone.now() - changed > YOUNG


def _folders(place: Path) -> list[Path]:
    return sorted(path for path in place.iterdir() if path.is_dir()) if place.is_dir() else []


def _id_in(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None

"""A run is recorded while it goes on, so that the control room can show it, and says how it ended, whatever happens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from apps.backup.errors import BackupError
from apps.backup.models import BackupRun, Operation, Status
from apps.backup.schemas import FindingSchema, RunFiguresSchema
from apps.core.errors import StorageAway
from apps.queueing.renew import repeated
from ml.errors import in_words

HEARTBEAT_SECONDS = 3.0
# Longer than any single step that cannot report: the process is gone.
SILENT = timedelta(minutes=2)
UNHEARD = timedelta(minutes=15)
MOST_FINDINGS = 100
KEPT = timedelta(days=400)

ProgressCallback = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended; with findings it has failed. `file` is the backup's name."""

    detail: str
    figures: RunFiguresSchema = field(default_factory=RunFiguresSchema)
    findings: tuple[FindingSchema, ...] = ()
    file: str = ""


Work = Callable[[ProgressCallback], Outcome]


def request_run(operation: Operation, by: User | None) -> BackupRun:
    """Note that a run is wanted. Raises BackupError if one of this operation waits or runs already."""
    close_lost()
    now = timezone.now()
    try:
        with transaction.atomic():
            return BackupRun.objects.create(operation=operation, requested_by=by, requested_at=now, seen_at=now)
    except IntegrityError as error:
        raise BackupError("There is one under way already; wait until it has ended.") from error


def perform(operation: Operation, work: Work, requested: UUID | None = None) -> BackupRun:
    """Do it now and return how it ended. `requested` is a run that was requested before.

    Raises:
        BackupError: one of this operation is under way, or `requested` has ended.
    """
    pk = requested or request_run(operation, None).pk
    now = timezone.now()
    waiting = BackupRun.objects.filter(pk=pk, operation=operation, status=Status.WAITING)
    if not waiting.update(status=Status.RUNNING, started_at=now, seen_at=now):
        raise BackupError("That run has been begun by another process, or has ended.")
    try:
        with _heartbeat(pk) as progress:
            outcome = work(progress)
    except (BackupError, StorageAway, OSError) as error:
        return _end(pk, Status.FAILED, Outcome(f"{in_words(error)}." if isinstance(error, OSError) else str(error)))
    except BaseException as error:
        broken = f"It broke ({type(error).__name__}); the log says where."
        _end(
            pk, Status.FAILED, Outcome(broken if isinstance(error, Exception) else "It was stopped before it was done.")
        )
        raise
    return _end(pk, Status.FAILED if outcome.findings else Status.SUCCEEDED, outcome)


def record(operation: Operation, outcome: Outcome) -> BackupRun:
    """Write down a run that is over: of a restore there was no table to write it into while it went on."""
    now = timezone.now()
    row = BackupRun.objects.create(operation=operation, requested_at=now, started_at=now, seen_at=now)
    return _end(row.pk, Status.SUCCEEDED, outcome)


def close_lost() -> None:
    """End runs of processes that are gone, and those that no worker ever began."""
    now = timezone.now()
    close(Q(status=Status.RUNNING, seen_at__lt=now - SILENT), "Its process was lost; start it again.")
    close(Q(status=Status.WAITING, seen_at__lt=now - UNHEARD), "No worker took it up; see whether one runs.")
    BackupRun.objects.filter(ended_at__lt=now - KEPT).delete()


def close(which: Q, detail: str) -> None:
    """End those of these runs as failed that have not ended by themselves."""
    rows = BackupRun.objects.filter(which, ended_at=None)
    rows.update(status=Status.FAILED, ended_at=timezone.now(), detail=detail, step="")


def _end(pk: UUID, status: Status, outcome: Outcome) -> BackupRun:
    """A run that was taken for lost meanwhile has ended all the same, and says so."""
    now = timezone.now()
    findings = [finding.to_json() for finding in outcome.findings[:MOST_FINDINGS]]
    BackupRun.objects.filter(pk=pk).update(
        status=status, ended_at=now, seen_at=now, step="", detail=outcome.detail,
        figures=outcome.figures.to_json(), file=outcome.file, findings=findings,
    )  # fmt: skip
    return BackupRun.objects.get(pk=pk)


@contextmanager
def _heartbeat(pk: UUID) -> Iterator[ProgressCallback]:
    """Write down every few seconds that the run goes on, and its current step, however long that takes."""
    steps = [""]
    running = BackupRun.objects.filter(pk=pk, status=Status.RUNNING)

    def progress(step: str) -> None:
        steps[-1] = step[:200]

    with repeated(lambda: running.update(seen_at=timezone.now(), step=steps[-1]), HEARTBEAT_SECONDS):
        yield progress

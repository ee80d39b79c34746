"""A run is recorded while it goes on, so that the control room can show it, and says how it ended, whatever happens."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from apps.backup.errors import BackupError
from apps.backup.models import Job, Run, State
from apps.core.errors import StorageAway
from ml.errors import in_words

logger = logging.getLogger(__name__)
BEAT_SECONDS = 3.0
# Longer than any single step that cannot report: the process is gone.
SILENT = timedelta(minutes=2)
UNHEARD = timedelta(minutes=15)
MOST_FINDINGS = 100
KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, and what to do about it."""

    subject: str
    detail: str
    advice: str


@dataclass(frozen=True, slots=True)
class Report:
    """How a run ended; with findings it has failed."""

    detail: str
    figures: dict[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    file: str = ""


class Progress:
    """What a run is doing just now."""

    def __init__(self) -> None:
        self.step = ""

    def tell(self, step: str) -> None:
        """A few words; written down at the next beat."""
        self.step = step[:200]


Work = Callable[[Progress], Report]


def ask(job: Job, by: User | None) -> Run:
    """Note that a run is wanted. Raises BackupError if one of this job waits or runs already."""
    close_lost()
    now = timezone.now()
    try:
        with transaction.atomic():
            return Run.objects.create(job=job, asked_by=by, asked_at=now, seen_at=now)
    except IntegrityError as error:
        raise BackupError("There is one under way already; wait until it has ended.") from error


def perform(job: Job, work: Work, asked: UUID | None = None) -> Run:
    """Do it now and return how it ended. `asked` is a run that was asked for before.

    Raises:
        BackupError: one of this job is under way, or `asked` has ended.
    """
    row = _begin(job, asked)
    progress = Progress()
    try:
        with _beating(row.pk, progress):
            report = work(progress)
    except (BackupError, StorageAway) as error:
        return _end(row.pk, State.FAILED, Report(str(error)))
    except OSError as error:
        return _end(row.pk, State.FAILED, Report(f"{in_words(error)}."))
    except Exception as error:
        _end(row.pk, State.FAILED, Report(f"It broke ({type(error).__name__}); the log says where."))
        raise
    except BaseException:
        _end(row.pk, State.FAILED, Report("It was stopped before it was done."))
        raise
    return _end(row.pk, State.FAILED if report.findings else State.SUCCEEDED, report)


def record(job: Job, report: Report) -> Run:
    """Write down a run that is over: of a restore there was no table to write it into while it went on."""
    now = timezone.now()
    row = Run.objects.create(job=job, asked_at=now, started_at=now, seen_at=now, state=State.RUNNING)
    return _end(row.pk, State.SUCCEEDED, report)


def close_lost() -> None:
    """End runs of processes that are gone, and those that no worker ever began."""
    now = timezone.now()
    close(Q(state=State.RUNNING, seen_at__lt=now - SILENT), "Its process was lost; start it again.")
    close(Q(state=State.WAITING, seen_at__lt=now - UNHEARD), "No worker took it up; see whether one runs.")
    Run.objects.filter(ended_at__lt=now - KEPT).delete()


def close(which: Q, detail: str) -> None:
    """End those of these runs as failed that have not ended by themselves."""
    now = timezone.now()
    Run.objects.filter(which, ended_at=None).update(state=State.FAILED, ended_at=now, detail=detail, step="")


def _begin(job: Job, asked: UUID | None) -> Run:
    pk = asked or ask(job, None).pk
    now = timezone.now()
    waiting = Run.objects.filter(pk=pk, job=job, state=State.WAITING)
    if not waiting.update(state=State.RUNNING, started_at=now, seen_at=now):
        raise BackupError("That run has been begun by another process, or has ended.")
    return Run.objects.get(pk=pk)


def _end(pk: UUID, state: State, report: Report) -> Run:
    """A run that was taken for lost meanwhile has ended all the same, and says so."""
    Run.objects.filter(pk=pk).update(
        state=state,
        ended_at=timezone.now(),
        seen_at=timezone.now(),
        step="",
        detail=report.detail,
        figures=report.figures,
        file=report.file,
        findings=[
            {"subject": one.subject, "detail": one.detail, "advice": one.advice}
            for one in report.findings[:MOST_FINDINGS]
        ],
    )
    return Run.objects.get(pk=pk)


@contextlib.contextmanager
def _beating(pk: UUID, progress: Progress) -> Iterator[None]:
    """Write a sign of life every few seconds, however long a step takes."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT_SECONDS):
            try:
                Run.objects.filter(pk=pk).update(seen_at=timezone.now(), step=progress.step)
            except DatabaseError as error:
                logger.warning("a sign of life could not be written: %s", error)
        connection.close()

    thread = threading.Thread(target=beat, name="sign-of-life")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()

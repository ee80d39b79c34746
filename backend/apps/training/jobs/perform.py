"""Do a claimed job: a child process works, this one listens, keeps the lease and passes on what is requested."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from apps.catalogue.models import Worker
from apps.core import draining, memory
from apps.core.errors import Problem, StorageAway
from apps.core.request_id import on_behalf_of
from apps.engines import workers
from apps.queueing.release import locked
from apps.queueing.renew import renewed
from apps.training.jobs.claim import release
from apps.training.jobs.counters import count_ended
from apps.training.jobs.handlers import Recorder, handler_of
from apps.training.jobs.notify import notify
from apps.training.jobs.process import JobProcess
from apps.training.jobs.recorder import Lost
from apps.training.jobs.selectors import jobs
from apps.training.models import Job
from apps.training.states import Requested, Status
from ml.errors import Explained, in_words
from ml.jobs.messages import Ending, Refused, Stopped
from ml.training.control import request

logger = logging.getLogger(__name__)
TICK_SECONDS = 0.5
AGAIN_SECONDS = 2.0
# How long a child may take to end: one that writes a checkpoint first, and one that has nothing to keep.
SAVES_SECONDS, ENDS_SECONDS = 60.0, 2.5
SILENT = "Nothing was heard of it for {minutes} minutes, so it was ended; does the model hold a loop without an end?"
# No connection, a lock that is held too long, a full disk: all of it passes.
AWAY = (OperationalError, InterfaceError)
# As it was requested; or, where this trainer ends, the job waits for the next one.
STOPPED_AS = {Requested.CANCEL: Status.CANCELED, Requested.PAUSE: Status.PAUSED, "": Status.QUEUED}


@dataclass(frozen=True, slots=True)
class Killed:
    """The child ended without saying how; `status` is that of its process, in words."""

    status: str


def perform(claimed: Job) -> None:
    """Do a job to whatever end it takes."""
    job = jobs().select_related("data_set").filter(pk=claimed.pk, attempt=claimed.attempt).first()
    if job is None:
        logger.warning("%s %s is no longer ours", claimed.work, claimed.pk)
        return
    workers.report(Worker.State.BUSY)
    with on_behalf_of(job.request_id):
        logger.info("%s %s begins, attempt %d", job.work, job.pk, job.attempt)
        try:
            with renewed(job.held):
                _to_its_end(job)
        except Lost:
            logger.warning("%s %s is no longer ours", job.work, job.pk)
    workers.report(Worker.State.READY, items=1)


def _to_its_end(job: Job) -> None:
    try:
        ending = _carry_out(job)
        _patiently(lambda: _end(job, ending))
    except (Lost, *AWAY):
        raise
    except Exception as error:  # noqa: BLE001 - whoever waits for the job reads a sentence, whatever happened
        reason = reason_of(error, job)
        _patiently(lambda: _write_end(job, Status.FAILED, reason))


def reason_of(error: Exception, job: Job) -> str:
    """Why a job failed, in a sentence."""
    if isinstance(error, Explained | Problem | StorageAway):
        return str(error)
    if isinstance(error, OSError):
        logger.warning("%s %s: %s", job.work, job.pk, error)
        return f"{in_words(error)}. Put that right, then try again."
    logger.error("%s %s", job.work, job.pk, exc_info=error)
    return "Something unexpected went wrong; the trainer's log has it."


def _carry_out(job: Job) -> Ending | Killed:
    """Listen to the child until it ends, however that is."""
    handler = handler_of(job)
    recorder, ending = handler.recorder(job), None
    patience = SAVES_SECONDS if handler.pauses else ENDS_SECONDS
    with JobProcess(job.folder, handler.order(job), patience) as child:
        for message in child.messages(TICK_SECONDS):
            if handler.silence is not None and child.silent_seconds > handler.silence:
                return Refused(reason=SILENT.format(minutes=round(handler.silence / 60)))
            if isinstance(message, Ending):
                ending = message
            elif message:
                recorder.take(message)
            requested = _kept(recorder) or (Requested.PAUSE if draining.has_begun() else "")
            if requested:
                _pass_on(job, child, requested)
        if recorder.pending:
            _patiently(recorder.write)
        if ending is None and (child.stop_at is not None or draining.has_begun()):
            # Ctrl-C reaches the child as well, perhaps before this process asks it to end.
            return Stopped(reason="It was told to end, and had no time to say so.")
        return ending or Killed(child.status)


def _kept(recorder: Recorder) -> str:
    """What is requested. While the database is away nothing is, and the child goes on: it does not need it."""
    try:
        return recorder.keep()
    except AWAY as error:
        _wait_for_database(error)
        return ""


def _patiently(write: Callable[[], None]) -> None:
    """Try until the database takes it: hours of work shall not be lost to a minute without it."""
    while True:
        try:
            return write()
        except AWAY as error:
            if draining.has_begun():
                raise
            _wait_for_database(error)


def _wait_for_database(error: Exception) -> None:
    logger.warning("the database does not take it: %s", str(error).strip())
    connection.close_if_unusable_or_obsolete()
    time.sleep(AGAIN_SECONDS)


def _pass_on(job: Job, child: JobProcess, requested: str) -> None:
    """Training stops after a checkpoint when it is asked to; again and again, for it forgets what came before it.

    What is canceled is made to end: export and test, which come after training, do not ask.
    """
    pauses = handler_of(job).pauses
    if pauses:
        request(job.folder, "cancel" if requested == Requested.CANCEL else "pause")
    if not pauses or requested == Requested.CANCEL:
        child.stop()


def _end(job: Job, ending: Ending | Killed) -> None:
    match ending:
        case Refused():
            _write_end(job, Status.FAILED, ending.reason)
        case Stopped():
            requested = job.held().values_list("wish", flat=True).first()
            _write_end(job, STOPPED_AS[requested or ""])
        case Killed():
            why = memory.why_lost()
            logger.warning(
                "the child of %s %s ended with %s; %s", job.work, job.pk, ending.status, why or "cause unknown"
            )
            release(job.held(), why)
        case _:
            write = handler_of(job).record(job, ending)
            with transaction.atomic():
                _hold(job)
                write()
                _write_end(job, Status.SUCCEEDED)


def _hold(job: Job) -> None:
    if not locked(job.held()):
        raise Lost


@transaction.atomic
def _write_end(job: Job, status: Status, error: str = "") -> None:
    """Where the fence still stands. Raises Lost."""
    over = status not in {Status.PAUSED, Status.QUEUED}
    fields = {
        "status": status,
        "error": error,
        "wish": "",
        "claimed_by": "",
        "lease_expires_at": None,
        "completed_at": timezone.now() if over else None,
    }
    if not job.held().update(**fields):
        raise Lost
    logger.info("%s %s is %s", job.work, job.pk, status)
    if over:
        count_ended(Job.objects.get(pk=job.pk))
    notify(job, ended=over)

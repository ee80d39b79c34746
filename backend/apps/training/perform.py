"""Do a claimed job: a child process works, this one listens, holds the lease and passes on what is wished."""

import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.catalogue import workers
from apps.catalogue.models import Worker
from apps.core import draining
from apps.core.errors import Problem
from apps.core.storage import StorageAway
from apps.training import live, results, run
from apps.training.child import Child
from apps.training.journal import Journal, Lost
from apps.training.models import Job, Status, Wish, Work
from apps.training.orders import order_for
from apps.training.selectors import jobs
from apps.training.tally import count_ended
from ml.errors import Explained
from ml.training.control import ask

logger = logging.getLogger(__name__)
TICK_SECONDS = 0.5


def perform(claimed: Job) -> None:
    """Do a job to whatever end it takes."""
    job = jobs().select_related("data_set").get(pk=claimed.pk)
    logger.info("%s %s begins, attempt %d", job.work, job.pk, job.attempt)
    workers.report(Worker.State.BUSY)
    try:
        _end(job, _carry_out(job))
    except Lost:
        logger.warning("%s %s is no longer ours", job.work, job.pk)
    except (Explained, Problem, StorageAway) as error:
        _write_end(job, Status.FAILED, str(error))
    except OSError as error:
        logger.warning("%s %s: %s", job.work, job.pk, error)
        _write_end(
            job, Status.FAILED, f"{error.strerror or error}: {error.filename or job.folder}. Try again after that."
        )
    except Exception:
        logger.exception("%s %s", job.work, job.pk)
        _write_end(job, Status.FAILED, "Something unexpected went wrong; the trainer's log has it.")
    workers.report(Worker.State.READY, items=1)


def _carry_out(job: Job) -> Mapping[str, Any]:
    """The last line of the child; its type is Result, Refused, Stopped or, where it told nothing, Killed."""
    journal, last = Journal(job), None
    with Child(job.folder, order_for(job)) as child:
        for told in child.told(TICK_SECONDS):
            if told and told["type"] in {"Result", "Refused", "Stopped"}:
                last = told
            elif told:
                journal.hear(told)
            wish = journal.keep() or (Wish.PAUSE if draining.has_begun() else "")
            if wish:
                _pass_on(job, child, wish)
        if journal.news:
            journal.write()
        return last or {"type": "Killed", "reason": child.status}


def _pass_on(job: Job, child: Child, wish: str) -> None:
    """Training stops after a checkpoint when it is asked to; again and again, for it forgets what came before it."""
    if job.work == Work.TRAIN:
        ask(job.folder, "cancel" if wish == Wish.CANCEL else "pause")
    else:
        child.stop()


def _end(job: Job, last: Mapping[str, Any]) -> None:
    match last["type"]:
        case "Result":
            found = {**last, **results.before(job, last)}
            with transaction.atomic():
                _hold(job)
                results.keep(job, found)
                _write_end(job, Status.SUCCEEDED)
        case "Refused":
            _write_end(job, Status.FAILED, last["reason"])
        case "Stopped":
            _stopped(job)
        case _:
            logger.warning("the child of %s %s ended with %s", job.work, job.pk, last["reason"])
            run.release(run.held(job))


def _stopped(job: Job) -> None:
    """As it was wished; or, where this trainer ends, the job waits for the next one."""
    wish = run.held(job).values_list("wish", flat=True).first()
    if wish == Wish.CANCEL:
        _write_end(job, Status.CANCELED)
    elif wish == Wish.PAUSE:
        _write_end(job, Status.PAUSED)
    else:
        _write_end(job, Status.QUEUED)


def _hold(job: Job) -> None:
    if not run.held(job).select_for_update().exists():
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
    if not run.held(job).update(**fields):
        raise Lost
    if over:
        count_ended(Job.objects.get(pk=job.pk))
    live.tell(job)

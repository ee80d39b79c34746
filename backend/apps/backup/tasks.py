"""Celery's doors. A run gets a process of its own: the worker that was asked to start it goes on computing."""

import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from apps.backup.errors import BackupError
from apps.backup.models import BackupRun, Operation, Status
from apps.backup.runs import close, request_run
from apps.backup.schedule import due

logger = logging.getLogger(__name__)
COMMANDS = {Operation.BACKUP: "backup", Operation.DRILL: "drill", Operation.INTEGRITY: "check_integrity"}
# People who wait for answers go first.
NICENESS = 10


@shared_task(name="backup.begin")
def begin(run: str) -> None:
    """Begin a run that was requested in the page."""
    found = BackupRun.objects.filter(pk=UUID(run), status=Status.WAITING).first()
    if found:
        _start(found)


@shared_task(name="backup.look")
def look() -> None:
    """Every few minutes: begin what is due."""
    for operation in due(timezone.now()):
        with suppress(BackupError):  # one is under way
            _start(request_run(operation, None))


def _start(run: BackupRun) -> None:
    """The process ends with the process group that began it, and says itself how it went."""
    process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "manage.py", COMMANDS[Operation(run.operation)], "--run", str(run.pk)],
        cwd=settings.BACKEND_DIR,
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: os.nice(NICENESS),  # noqa: PLW1509 - one system call
    )
    threading.Thread(target=_wait, args=(process, run), name=f"wait for {run.operation}", daemon=True).start()


def _wait(process: "subprocess.Popen[bytes]", run: BackupRun) -> None:
    status = process.wait()
    logger.info("%s ended with status %d", run.operation, status)
    if status:
        close(Q(pk=run.pk), f"Its process ended with status {status} before it could say why; the worker's log may.")
    connection.close()

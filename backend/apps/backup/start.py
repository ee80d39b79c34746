"""A run gets a process of its own: the worker that was asked to start it goes on computing."""

import logging
import os
import subprocess
import sys
import threading

from django.conf import settings
from django.db import connection
from django.db.models import Q

from apps.backup.models import Job, Run
from apps.backup.runs import close

logger = logging.getLogger(__name__)
COMMANDS = {Job.BACKUP: "backup", Job.DRILL: "drill", Job.INTEGRITY: "check_integrity"}
# People who wait for answers go first.
NICENESS = 10


def start(run: Run) -> None:
    """Begin a run that was asked for. It ends with the process group that began it, and says itself how it went."""
    process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "manage.py", COMMANDS[Job(run.job)], "--run", str(run.pk)],
        cwd=settings.BACKEND_DIR,
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: os.nice(NICENESS),  # noqa: PLW1509 - one system call
    )
    threading.Thread(target=_wait, args=(process, run), name=f"wait for {run.job}", daemon=True).start()


def _wait(process: "subprocess.Popen[bytes]", run: Run) -> None:
    status = process.wait()
    logger.info("%s ended with status %d", run.job, status)
    if status:
        close(Q(pk=run.pk), f"Its process ended with status {status} before it could say why; the worker's log may.")
    connection.close()

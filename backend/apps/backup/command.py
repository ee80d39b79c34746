"""What the commands share: a run that fails ends the command with its sentence and exit status 1."""

import signal
import sys
from uuid import UUID

from django.core.management.base import CommandError

from apps.backup.errors import BackupError
from apps.backup.models import Job, State
from apps.backup.runs import Work, perform

TERMINATED = 128 + signal.SIGTERM


def perform_or_fail(job: Job, work: Work, asked: UUID | None) -> str:
    """Perform a run and return its sentence. Raises CommandError with the sentence, and all findings, if it failed."""
    # An orderly end: what was begun is removed, and the run is written down as stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        run = perform(job, work, asked)
    except BackupError as error:
        raise CommandError(str(error)) from error
    if run.state == State.FAILED:
        findings = [f"{one['subject']}: {one['detail']} {one['advice']}" for one in run.findings]
        raise CommandError("\n".join([run.detail, *findings]))
    return run.detail

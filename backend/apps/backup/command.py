"""What the commands share: whatever goes wrong, they end with a sentence and exit status 1."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.management.base import CommandError
from django.db import Error

from apps.backup.errors import BackupError
from apps.backup.models import Job, State
from apps.backup.runs import Work, perform
from apps.core.errors import StorageAway
from ml.errors import in_words

TERMINATED = 128 + signal.SIGTERM


def perform_or_fail(job: Job, work: Work, asked: UUID | None) -> str:
    """Perform a run and return its sentence. Raises CommandError with the sentence, and all findings, if it failed."""
    with told():
        run = perform(job, work, asked)
    if run.state == State.FAILED:
        findings = [f"{one['subject']}: {one['detail']} {one['advice']}" for one in run.findings]
        raise CommandError("\n".join([run.detail, *findings]))
    return run.detail


@contextmanager
def told() -> Iterator[None]:
    """Refusals become sentences, and SIGTERM an orderly end: what was begun is removed, and written down as stopped.

    Raises:
        CommandError: in place of what the work raises.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        yield
    except (BackupError, StorageAway) as error:
        raise CommandError(str(error)) from error
    except Error as error:
        raise CommandError(f"The database cannot be used: {' '.join(str(error).split())}.") from error
    except OSError as error:
        raise CommandError(f"{in_words(error)}.") from error

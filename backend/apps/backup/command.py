"""What the commands share: whatever goes wrong, they end with a sentence and exit status 1."""

import signal
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from apps.backup.errors import BackupError
from apps.backup.models import Operation, Status
from apps.backup.runs import Work, perform
from apps.core.errors import StorageAway
from ml.errors import in_words

TERMINATED = 128 + signal.SIGTERM


class OperationCommand(BaseCommand):
    """A command whose run is recorded."""

    # What is wrong elsewhere shall not stand in the way of this.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--run", type=UUID, help="the run that was requested in the page")

    def perform(self, operation: Operation, work: Work, run: UUID | None) -> None:
        """Say how it went. Raises CommandError with a sentence, and all findings, if it failed."""
        with explained():
            row = perform(operation, work, run)
        if row.status == Status.FAILED:
            findings = [f"{one['subject']}: {one['detail']} {one['advice']}" for one in row.findings]
            raise CommandError("\n".join([row.detail, *findings]))
        self.stdout.write(row.detail)


@contextmanager
def explained() -> Iterator[None]:
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

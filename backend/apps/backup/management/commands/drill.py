from argparse import ArgumentParser
from functools import partial
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from apps.backup.command import perform_or_fail
from apps.backup.drill import drill
from apps.backup.models import Job
from apps.backup.place import LATEST


class Command(BaseCommand):
    help = "Restores a backup into a scratch database, compares counts and checksums, and removes it again."
    # What is wrong elsewhere shall not stand in the way of this.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which backup and for whom."""
        parser.add_argument("file", nargs="?", default=LATEST, help="a file, a stored backup's name, or latest")
        parser.add_argument("--run", type=UUID, help="the run that was asked for in the page")

    def handle(self, *_args: Any, file: str, run: UUID | None, **_options: Any) -> None:
        """Says what agrees. Raises CommandError if anything does not."""
        self.stdout.write(perform_or_fail(Job.DRILL, partial(drill, asked=file), run))

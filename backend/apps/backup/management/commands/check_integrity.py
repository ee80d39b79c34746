from argparse import ArgumentParser
from functools import partial
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from apps.backup.command import perform_or_fail
from apps.backup.integrity.check import check
from apps.backup.models import Job


class Command(BaseCommand):
    help = "Checks models, media and rows against each other, and says what to do about each finding."
    # What is wrong elsewhere shall not stand in the way of this.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much and for whom."""
        parser.add_argument(
            "--all", action="store_true", dest="everything", help="read every file, not a sample of 200"
        )
        parser.add_argument("--run", type=UUID, help="the run that was asked for in the page")

    def handle(self, *_args: Any, everything: bool, run: UUID | None, **_options: Any) -> None:
        """Says what was checked. Raises CommandError with all findings where there are any."""
        self.stdout.write(perform_or_fail(Job.INTEGRITY, partial(check, everything=everything), run))

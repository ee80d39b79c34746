from argparse import ArgumentParser
from functools import partial
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from apps.backup.back_up import back_up
from apps.backup.command import perform_or_fail
from apps.backup.models import Job


class Command(BaseCommand):
    help = "Backs up database, media, models and keys to SLIPWAY_BACKUP_URL; beside a running Slipway too."
    # What is wrong elsewhere shall not stand in the way of this.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do and for whom."""
        parser.add_argument("--plain", action="store_true", help="do not encrypt it: whoever has the file has the keys")
        parser.add_argument("--run", type=UUID, help="the run that was asked for in the page")

    def handle(self, *_args: Any, plain: bool, run: UUID | None, **_options: Any) -> None:
        """Names the file. Raises CommandError with a sentence if there is none."""
        self.stdout.write(perform_or_fail(Job.BACKUP, partial(back_up, plain=plain), run))

from argparse import ArgumentParser
from functools import partial
from uuid import UUID

from apps.backup.command import OperationCommand
from apps.backup.integrity import check
from apps.backup.models import Operation


class Command(OperationCommand):
    help = "Checks models, media and rows against each other, and says what to do about each finding."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--all", action="store_true", dest="everything", help="read every file, not a sample of 200"
        )

    def handle(self, *_args: object, everything: bool, run: UUID | None, **_options: object) -> None:
        self.perform(Operation.INTEGRITY, partial(check, everything=everything), run)

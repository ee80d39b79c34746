from argparse import ArgumentParser
from functools import partial
from uuid import UUID

from apps.backup.command import OperationCommand
from apps.backup.drill import drill
from apps.backup.location import LATEST
from apps.backup.models import Operation


class Command(OperationCommand):
    help = "Restores a backup into a scratch database, compares counts and checksums, and removes it again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", nargs="?", default=LATEST, help="a file, a stored backup's name, or latest")

    def handle(self, *_args: object, file: str, run: UUID | None, **_options: object) -> None:
        self.perform(Operation.DRILL, partial(drill, backup=file), run)

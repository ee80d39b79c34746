from argparse import ArgumentParser
from functools import partial
from uuid import UUID

from apps.backup.back_up import back_up
from apps.backup.command import OperationCommand
from apps.backup.models import Operation


class Command(OperationCommand):
    help = "Backs up database, media, models and keys to SLIPWAY_BACKUP_URL; beside a running Slipway too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--plain", action="store_true", help="do not encrypt it: whoever has the file has the keys")

    def handle(self, *_args: object, plain: bool, run: UUID | None, **_options: object) -> None:
        self.perform(Operation.BACKUP, partial(back_up, plain=plain), run)

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from apps.backup.command import explained
from apps.backup.location import LATEST
from apps.backup.restore import restore


class Command(BaseCommand):
    help = "Restores a backup into an empty Slipway that does not run, and migrates it to this version."
    # What is wrong elsewhere shall not stand in the way of this.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default=LATEST, help="a file, a stored backup's name, or latest")
        parser.add_argument("--replace", action="store_true", help="give up what this Slipway holds now")
        parser.add_argument("--keys-to", type=Path, help="write the keys of the backup (SECRET_KEY) to this file")

    def handle(self, *_args: object, file: str, replace: bool, keys_to: Path | None, **_options: object) -> None:
        with explained():
            self.stdout.write(restore(file, replace=replace, keys_to=keys_to).detail)

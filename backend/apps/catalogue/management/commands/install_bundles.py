from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from apps.catalogue.install import install, install_shipped_bundles
from apps.core.errors import StorageAway
from ml.errors import BundleError


class Command(BaseCommand):
    help = "Registers bundle folders as model versions; without a folder, those that travel with Slipway."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Folders."""
        parser.add_argument("folders", nargs="*", type=Path, help="folders with bundle.json and model.onnx")

    def handle(self, *_args: object, folders: list[Path], **_options: object) -> None:
        """Installs what is new and names all. Raises CommandError for one that is not valid, or finds no room."""
        try:
            versions = [install(folder) for folder in folders] if folders else install_shipped_bundles()
        except (BundleError, StorageAway) as error:
            raise CommandError(str(error)) from error
        for version in versions:
            self.stdout.write(f"{version} ({', '.join(alias.name for alias in version.aliases.all()) or 'no alias'})")

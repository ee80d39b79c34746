from typing import Any

from django.core.management.base import BaseCommand

from apps.catalogue.install import install_shipped_bundles


class Command(BaseCommand):
    help = "Registers the models that travel with Slipway."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Installs what is new and names all."""
        for version in install_shipped_bundles():
            self.stdout.write(str(version))

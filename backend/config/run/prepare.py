"""Database, first administrator and default models, in one process that loads Django once.

Writes how to sign in to the file that its argument names: it is shown when everything answers.
"""

import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection


def main(sign_in_file: Path) -> None:
    """Make everything ready that is not; a second run changes nothing."""
    django.setup()
    from apps.accounts.first_admin import ensure_admin  # noqa: PLC0415 - models exist only after setup()
    from apps.catalogue.models import Worker  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    if connection.vendor == "sqlite":
        # The data dir is ours alone, so whoever reported from it is gone: readiness shall not believe a report of
        # less than a minute ago.
        Worker.objects.all().delete()
    call_command("install_bundles")
    admin = ensure_admin(settings.SLIPWAY["admin_username"], settings.SLIPWAY["admin_password"])
    password = f", password {admin.random_password}" if admin.random_password else ""
    sign_in_file.write_text(f"sign in as {admin.username}{password}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Database, static files, first administrator and default models, in one process that loads Django once.

Writes how to sign in to the file that its argument names: it is shown when everything answers.
"""

import hashlib
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def main(sign_in_file: Path) -> None:
    """Make everything ready that is not; a second run changes nothing."""
    django.setup()
    from apps.accounts.first_admin import ensure_admin  # noqa: PLC0415 - models exist only after setup()

    call_command("migrate", interactive=False, verbosity=0)
    admin = ensure_admin(settings.SLIPWAY["admin_username"], settings.SLIPWAY["admin_password"])
    password = f", password {admin.random_password}" if admin.random_password else ""
    sign_in_file.write_text(f"sign in as {admin.username}{password}", encoding="utf-8")
    call_command("install_bundles")
    collect_static()


def collect_static() -> None:
    """Collect and compress the admin's files, which takes a while, unless they are as they were the last time."""
    stamp = Path(settings.STATIC_ROOT).parent / "static-fingerprint"
    files = sorted(
        f"{path} {storage.size(path)} {storage.get_modified_time(path)}"
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    fingerprint = hashlib.sha256("\n".join(files).encode()).hexdigest()
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != fingerprint:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(fingerprint, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

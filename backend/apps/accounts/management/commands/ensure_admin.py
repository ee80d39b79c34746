"""`manage.py ensure_admin`."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.accounts.first_admin import ensure_admin
from apps.core.errors import Problem


class Command(BaseCommand):
    """Makes the first administrator; does nothing where there is one."""

    help = "Make the first administrator from SLIPWAY_ADMIN_USERNAME and SLIPWAY_ADMIN_PASSWORD, unless there is one."

    def handle(self, *_args: object, **_options: object) -> None:
        """Print the random password where one was made up: the only time that it is shown."""
        try:
            admin = ensure_admin(settings.SLIPWAY.admin_username, settings.SLIPWAY.admin_password)
        except Problem as problem:
            raise CommandError(problem.detail) from problem
        if admin.random_password:
            self.stdout.write(f"Administrator {admin.username}, password {admin.random_password}")

"""Compose and Kubernetes: secrets and services come from outside, and nothing is made up."""

import sys

from config.env import SECRETS_DIR
from config.settings.base import *
from config.values import is_placeholder, password_in, weakness_of

_missing = [
    name
    for name, value in {"SECRET_KEY": SECRET_KEY, "DATABASE_URL": env.database_url, "REDIS_URL": env.redis_url}.items()
    if not value
]
if _missing:
    sys.exit(
        "\n".join(
            f"{name} is required: as a variable, or as the file {SECRETS_DIR}/{name.lower()}." for name in _missing
        )
    )

LOGGING["handlers"]["console"]["formatter"] = "json"

if _weak := weakness_of(SECRET_KEY):
    sys.exit(f"SECRET_KEY {_weak}. Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'")

_secrets = {
    "DATABASE_URL": password_in(env.database_url),
    "REDIS_URL": password_in(env.redis_url),
    "SLIPWAY_ADMIN_PASSWORD": env.admin_password,
    "SLIPWAY_BACKUP_IDENTITY": env.backup_identity,
    "SLIPWAY_BACKUP_PASSPHRASE": env.backup_passphrase,
    "AWS_SECRET_ACCESS_KEY": env.aws_secret_access_key,
}
if _copied := [name for name, secret in _secrets.items() if is_placeholder(secret)]:
    sys.exit(
        "\n".join(f"{name} has the placeholder of an example; put a secret of your own there." for name in _copied)
    )

# Collected when the image is built.
STATIC_ROOT = BACKEND_DIR / "staticfiles"

# A command in a container of its own (a CronJob's) may find an empty data dir. It takes no uploads; `processes.serve`,
# which does, makes the folder.
SILENCED_SYSTEM_CHECKS = ["files.E001"]

"""Write `secrets.env` beside this file, with random values, unless it is there: `python3 make_secrets.py`."""

import os
import re
import secrets
from pathlib import Path

SECRETS = Path(__file__).with_name("secrets.env")
KUSTOMIZATION = Path(__file__).with_name("kustomization.yaml")


def namespace() -> str:
    """Where this overlay puts everything."""
    found = re.search(r"^namespace: *(\S+)", KUSTOMIZATION.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else "default"


def values() -> dict[str, str]:
    """One random value per secret. A password in an address must be the one that its store asks for."""
    postgres, redis, administrator = (secrets.token_urlsafe(24) for _ in range(3))
    here = f"{namespace()}.svc"
    return {
        "secret_key": secrets.token_urlsafe(48),
        "secret_key_fallbacks": "",
        "database_url": f"postgres://slipway:{postgres}@postgres.{here}:5432/slipway",
        "redis_url": f"redis://:{redis}@redis.{here}:6379/0",
        "slipway_admin_password": administrator,
        "postgres_password": postgres,
        "redis_auth": f"requirepass {redis}",
    }


def main() -> None:
    """Never overwrites: the database keeps the password that it was made with."""
    try:
        descriptor = os.open(SECRETS, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        print(f"{SECRETS} is there and stays as it is.")
        return
    made = values()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in made.items())
    print(f"{SECRETS} is written. Sign in as admin with {made['slipway_admin_password']}")


if __name__ == "__main__":
    main()

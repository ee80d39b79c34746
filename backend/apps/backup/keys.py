"""What closes and opens backups, and the keys that are in one."""

import json
import os
from pathlib import Path

from django.conf import settings

from apps.backup.errors import BackupError
from apps.backup.sealing import Lock, Opener

REFUSED = (
    "A backup holds everybody's files and the keys of this Slipway, so it is encrypted: set SLIPWAY_BACKUP_PASSPHRASE "
    "(and keep it elsewhere than the backups), or SLIPWAY_BACKUP_RECIPIENTS. To write it readable by anyone: --plain."
)


def lock() -> Lock:
    """What the environment says that backups are closed with; false where it says nothing."""
    return Lock(settings.SLIPWAY["backup_passphrase"], tuple(settings.SLIPWAY["backup_recipients"]))


def lock_unless(*, plain: bool) -> Lock:
    """An empty lock if `plain`, else that of the environment. Raises BackupError where there is none."""
    found = Lock() if plain else lock()
    if not found and not plain:
        raise BackupError(REFUSED)
    return found


def opener() -> Opener:
    """What the environment says that backups are opened with."""
    identity = settings.SLIPWAY["backup_identity"]
    return Opener(settings.SLIPWAY["backup_passphrase"], Path(identity).expanduser() if identity else None)


def pack() -> bytes:
    """The keys of this Slipway. Those of programs are rows, stored as sha256."""
    both = {"SECRET_KEY": settings.SECRET_KEY, "SECRET_KEY_FALLBACKS": list(settings.SECRET_KEY_FALLBACKS)}
    return json.dumps(both).encode()


def put_back(packed: bytes, keys_to: Path | None) -> str:
    """Give the keys of a backup their place, and say in a sentence what is left to do; empty: nothing.

    `make run` reads SECRET_KEY from a file of the data dir. Where it comes from outside, a person has to put it there.

    Raises:
        OSError: `keys_to` cannot be written.
    """
    found = json.loads(packed)
    own = Path(settings.DATA_DIR) / "secret-key"
    if keys_to:
        _write(keys_to, packed.decode())
    if own.exists():
        _write(own, found["SECRET_KEY"])
        return ""
    if found["SECRET_KEY"] == settings.SECRET_KEY:
        return ""
    if keys_to:
        return f"Set SECRET_KEY to the one in {keys_to}, then remove that file."
    return "SECRET_KEY differs from the backup's: what was signed with that one, such as sessions, is void."


def _write(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(path)

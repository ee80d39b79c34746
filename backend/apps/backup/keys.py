"""What closes and opens backups, and the keys that are in one."""

import json
import os
from pathlib import Path

from django.conf import settings

from apps.backup.errors import BackupError
from apps.backup.manifest import KEYS
from apps.backup.sealing import Lock, Opener

REFUSED = (
    "A backup holds everybody's files and the keys of this Slipway, so it is encrypted: set SLIPWAY_BACKUP_PASSPHRASE "
    "(and keep it elsewhere than the backups), or SLIPWAY_BACKUP_RECIPIENTS. To write it readable by anyone: --plain."
)


def lock() -> Lock:
    """What the environment says that backups are closed with; false where it says nothing."""
    return Lock(settings.SLIPWAY.backup_passphrase, tuple(settings.SLIPWAY.backup_recipients))


def lock_unless(*, plain: bool) -> Lock:
    """An empty lock if `plain`, else that of the environment. Raises BackupError where there is none."""
    found = Lock() if plain else lock()
    if not found and not plain:
        raise BackupError(REFUSED)
    return found


def opener() -> Opener:
    """What the environment says that backups are opened with."""
    identity = settings.SLIPWAY.backup_identity
    return Opener(settings.SLIPWAY.backup_passphrase, Path(identity).expanduser() if identity else None)


def pack() -> bytes:
    """The keys of this Slipway. Those of programs are rows, stored as sha256."""
    both = {"SECRET_KEY": settings.SECRET_KEY, "SECRET_KEY_FALLBACKS": list(settings.SECRET_KEY_FALLBACKS)}
    return json.dumps(both).encode()


def take_out(folder: Path, keys_to: Path | None) -> str:
    """The SECRET_KEY of an unpacked backup; all its keys are written to `keys_to`, if that is asked for.

    Raises:
        BackupError: there are none in it.
        OSError: `keys_to` cannot be written.
    """
    try:
        packed = (folder / KEYS).read_text(encoding="utf-8")
        found = json.loads(packed)["SECRET_KEY"]
    except (FileNotFoundError, ValueError, TypeError, LookupError, RecursionError):
        found = None
    if not isinstance(found, str) or not found:
        raise BackupError("The file is no backup of Slipway: it holds no keys that can be read.")
    if keys_to:
        _write(keys_to, packed)
    return found


def put_back(key: str, keys_to: Path | None) -> str:
    """Give the SECRET_KEY of a backup its place, and say in a sentence what is left to do; empty: nothing.

    `make run` reads it from a file of the data dir. Where it comes from outside, a person has to put it there.
    """
    own = Path(settings.DATA_DIR) / "secret-key"
    if own.exists():
        _write(own, key)
        return ""
    if key == settings.SECRET_KEY:
        return ""
    if keys_to:
        return f"Set SECRET_KEY to the one in {keys_to}, then remove that file."
    return "SECRET_KEY differs from the backup's: what was signed with that one, such as sessions, is void."


def _write(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    # One that was left behind may be open to others.
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(path)

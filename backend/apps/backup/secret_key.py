"""SECRET_KEY in a backup. The keys of programs are rows, stored as sha256."""

import json
import os
from pathlib import Path

from django.conf import settings

from apps.backup.errors import BackupError
from apps.backup.manifest import KEYS


def packed() -> bytes:
    """The keys of this Slipway, as a backup holds them."""
    both = {"SECRET_KEY": settings.SECRET_KEY, "SECRET_KEY_FALLBACKS": list(settings.SECRET_KEY_FALLBACKS)}
    return json.dumps(both).encode()


def taken_out(folder: Path, keys_to: Path | None) -> str:
    """The SECRET_KEY of an unpacked backup; all its keys are written to `keys_to`, if that is wanted.

    Raises:
        BackupError: there are none in it.
        OSError: `keys_to` cannot be written.
    """
    try:
        text = (folder / KEYS).read_text(encoding="utf-8")
        found = json.loads(text)["SECRET_KEY"]
    except (FileNotFoundError, ValueError, TypeError, LookupError, RecursionError):
        found = None
    if not isinstance(found, str) or not found:
        raise BackupError("The file is no backup of Slipway: it holds no keys that can be read.")
    if keys_to:
        _write(keys_to, text)
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

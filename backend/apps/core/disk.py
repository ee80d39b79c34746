"""Room on the disk of the data dir: the last of it is the database's, whoever fills the rest."""

import logging
import os
from pathlib import Path

from django.conf import settings
from django.db import connection

from apps.core.errors import DiskFull

logger = logging.getLogger(__name__)
MIB = 1024 * 1024
# What is sent leaves so much. With SQLite half of it is held by a file, which is removed when the rest is taken.
KEPT = 32 * MIB
HELD = 16 * MIB
LOW = 4 * MIB


def require_room(size: int = 0) -> None:
    """Refuse `size` bytes, and any file while the disk is nearly full. Raises DiskFull."""
    if _free() + (HELD if _reserve().exists() else 0) < size + KEPT:
        raise DiskFull(f"what the disk has left is kept for the database ({KEPT // MIB} MiB)")


def keep_reserve() -> None:
    """Called again and again: hold room while there is plenty, give it to the database when there is none.

    People can still read, sign in and delete then, which makes room again.
    """
    if connection.vendor != "sqlite":
        return  # the database has a disk of its own
    free, reserve = _free(), _reserve()
    if free < LOW and reserve.exists():
        reserve.unlink()
        logger.warning("the disk is full; %s MiB that were kept back for the database are free now", HELD // MIB)
    elif free > 2 * KEPT and not reserve.exists():
        try:
            # Nothing that a file system could store smaller.
            reserve.write_bytes(os.urandom(HELD))
        except OSError:
            reserve.unlink(missing_ok=True)


def _free() -> int:
    """Bytes that this process may still write."""
    disk = os.statvfs(settings.DATA_DIR)
    return disk.f_bavail * disk.f_frsize


def _reserve() -> Path:
    return Path(settings.DATA_DIR) / "reserve"

"""Room on the disk of the data dir: some is left for the database, whatever is sent."""

import os

from django.conf import settings

from apps.core.errors import StorageAway

KEPT_FREE = 16 * 1024 * 1024


def free() -> int:
    """Bytes that this process may still write."""
    disk = os.statvfs(settings.DATA_DIR)
    return disk.f_bavail * disk.f_frsize


def require_room(size: int = 0) -> None:
    """Refuse `size` bytes, and any file while the disk is nearly full. Raises StorageAway."""
    if free() < size + KEPT_FREE:
        raise StorageAway("The disk of the server is full.")

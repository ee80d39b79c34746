"""The data dir as a process finds it: there, writable, and not full."""

import errno
import os
import sys
from pathlib import Path
from tempfile import TemporaryFile

FOLDERS = ("incoming", "media", "models")
PROBE_BYTES = 1024 * 1024

_REASONS = {
    errno.EROFS: "is on a read-only file system. Mount it writable",
    errno.ENOSPC: "is full. Free some space or enlarge the volume",
    errno.EDQUOT: "has used up its quota. Free some space or raise the quota",
    errno.ENOTDIR: "is not a folder. Move what lies there",
    errno.EEXIST: "is not a folder. Move what lies there",
}
_FORBIDDEN = "may not be written by user {user}. Give it to that user (chown {user}:{group})"


def make_ready(data_dir: Path) -> None:
    """Make the folders that are missing and write a little. Exits with one sentence where that cannot be done."""
    try:
        for folder in FOLDERS:
            (data_dir / folder).mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=data_dir / "incoming") as probe:
            probe.write(bytes(PROBE_BYTES))
            probe.flush()
    except OSError as error:
        sys.exit(f"SLIPWAY_DATA_DIR = {data_dir} {_reason(error)}, or set it to another folder.")


def _reason(error: OSError) -> str:
    if error.errno in {errno.EACCES, errno.EPERM}:
        return _FORBIDDEN.format(user=os.geteuid(), group=os.getegid())
    return _REASONS.get(error.errno or 0, f"cannot be used: {error.strerror}. Mend it")

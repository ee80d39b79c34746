"""One running Slipway per data dir."""

import fcntl
from pathlib import Path
from typing import IO


def lock(data_dir: Path) -> IO[str]:
    """Take the data dir for this process; held until the answer is closed, however the process ends.

    Raises:
        BlockingIOError: another process has it.
    """
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = (data_dir / "run.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise
    return file

"""One running Slipway per data dir."""

import fcntl
import os
from pathlib import Path
from typing import IO


def lock(data_dir: Path) -> IO[str]:
    """Take the data dir for this process; held until the answer is closed, however the process ends.

    Nobody else of this machine may look into it, whoever made it, nor into what is written from now on: there are
    passwords' hashes and sessions in it.

    Raises:
        BlockingIOError: another process has it.
        OSError: it cannot be made, or belongs to another user.
    """
    os.umask(0o077)
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    data_dir.chmod(0o700)
    file = (data_dir / "run.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise
    return file

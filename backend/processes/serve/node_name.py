"""Several trainers on one machine: each has a name of its own, by which it finds what its former self left undone."""

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path


@contextmanager
def node_name(folder: Path, role: str) -> Iterator[str]:
    """`role`, or `role-2` and so on where others of this machine have the names before; the system frees it at the end.

    Args:
        folder: where those lie who share the work, the data dir.
    """
    for number in count(1):
        name = role if number == 1 else f"{role}-{number}"
        with (folder / f".{name}@{socket.gethostname()}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield name
            return

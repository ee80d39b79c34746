"""Several workers or trainers on one machine: each has a name of its own, by which it finds what its former self left.

Whoever may share a database is told apart: by the machine's name, by a number those that share a data dir, and by some
letters that lie in the data dir those that do not.
"""

import fcntl
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO


@contextmanager
def node_name(folder: Path, role: str) -> Iterator[str]:
    """`role@machine.letters`, or `role-2@…` and so on where others have the names before.

    Whoever is killed leaves its letters to the next one, whom the system lets have the name; who ends leaves nothing.

    Args:
        folder: the data dir.
    """
    machine = socket.gethostname()
    for number in count(1):
        name = f"{role if number == 1 else f'{role}-{number}'}@{machine}"
        path = folder / f".{name}.lock"
        with path.open("a+") as lock:
            if not _is_mine(lock, path):
                continue
            # A child that outlives this process shall not keep its name.
            os.register_at_fork(after_in_child=lock.close)
            try:
                yield f"{name}.{_letters(lock)}"
            finally:
                path.unlink(missing_ok=True)
            return


def _is_mine(lock: IO[str], path: Path) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Not removed meanwhile, by one that has just ended.
        return os.path.samestat(os.fstat(lock.fileno()), path.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _letters(lock: IO[str]) -> str:
    lock.seek(0)
    if found := lock.read():
        return found
    made = secrets.token_hex(3)
    lock.write(made)
    lock.flush()
    return made

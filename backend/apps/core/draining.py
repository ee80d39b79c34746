"""Whether this process has been told to end: it finishes what it has begun and begins nothing that could take long.

Made before a worker forks, so that parent and child share it.
"""

import multiprocessing

_begun = multiprocessing.Value("b", 0, lock=False)


def begin() -> None:
    """Called by a signal handler, hence without a lock."""
    _begun.value = 1


def has_begun() -> bool:
    """True from the signal to the end of the process."""
    return bool(_begun.value)

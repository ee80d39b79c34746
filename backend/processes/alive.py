"""A small file says that a process lives, since a worker and a scheduler listen on no port.

`processes.probe` reads it in a process of its own that should cost nothing: no Django here, only the standard library.
"""

import os
import tempfile
import time
from pathlib import Path

STALE_SECONDS = 60.0


def note(role: str, sentence: str = "") -> None:
    """This process, a `role`, lives; or, with a sentence, should be ended for that reason."""
    file = _file(role)
    fresh = file.with_suffix(f".{os.getpid()}")
    try:
        # Replaced, not written to: nobody reads half of it, and a link that somebody put there is not followed.
        fresh.write_text(sentence, encoding="utf-8")
        fresh.replace(file)
    except OSError:
        # A full disk is no reason to end; whoever asks finds the file stale if it stays so.
        fresh.unlink(missing_ok=True)


def forget(role: str) -> None:
    """A new process begins: what its predecessor noted is not about it."""
    _file(role).unlink(missing_ok=True)


def complaint(role: str) -> str:
    """Why the `role` of this machine is not alive; empty where it is."""
    file = _file(role)
    try:
        age = time.time() - file.stat().st_mtime
        sentence = file.read_text(encoding="utf-8")
    except OSError:
        return f"The {role} has not started to work yet."
    if sentence:
        return sentence
    return f"The {role} has given no sign of life for {age:.0f} s." if age > STALE_SECONDS else ""


def _file(role: str) -> Path:
    return Path(tempfile.gettempdir()) / f"slipway-{os.getuid()}-{role}.alive"

"""When `make run` itself is told to end.

Ctrl-C in a terminal reaches make and us, and SIGTERM is passed on by make. But a SIGINT that a script sends to make
alone is not: make blocks it and waits until we end, which we would not know. Linux shows what a process blocks.
"""

import asyncio
import os
import signal
from pathlib import Path


async def wait_until_make_ends() -> None:
    """Return when the make that started us has been interrupted or is gone; never where no make did."""
    make = Path(f"/proc/{os.getppid()}")
    try:
        is_make = (make / "comm").read_text(encoding="utf-8").strip() in {"make", "gmake"}
    except OSError:
        is_make = False
    while not is_make or not _is_interrupted(make):
        await asyncio.sleep(1)


def _is_interrupted(make: Path) -> bool:
    try:
        status = (make / "status").read_text(encoding="utf-8")
    except OSError:
        return True
    blocked = next(int(line.split()[1], 16) for line in status.splitlines() if line.startswith("SigBlk:"))
    return bool(blocked & 1 << (signal.SIGINT - 1))

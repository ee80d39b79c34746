"""What this process, and others beside it, take of the machine; None where the system does not tell."""

import os
import re
import time
from pathlib import Path

OWN, STATUS, ALL = Path("/proc/self/clear_refs"), Path("/proc/self/status"), Path("/proc/stat")


def forget_peak() -> None:
    """Let `peak` count from now on."""
    try:
        OWN.write_text("5", encoding="ascii")
    except OSError:
        return


def peak() -> int | None:
    """The most bytes that this process has held since `forget_peak`."""
    return _bytes("VmHWM")


def held() -> int | None:
    """The bytes that this process holds."""
    return _bytes("VmRSS")


class Others:
    """What other work takes of the processors, from now on."""

    def __init__(self) -> None:
        self._ticks, self._own, self._began = _ticks(), time.process_time(), time.monotonic()

    def share(self) -> float | None:
        """0 to 1; None where the system does not tell."""
        if not self._ticks or not (ticks := _ticks()) or ticks[1] == self._ticks[1]:
            return None
        idle, all_of_them = ticks[0] - self._ticks[0], ticks[1] - self._ticks[1]
        seconds = (time.monotonic() - self._began) * (os.cpu_count() or 1)
        own = (time.process_time() - self._own) / seconds
        return max(0.0, 1 - idle / all_of_them - own)


def _bytes(name: str) -> int | None:
    try:
        found = re.search(rf"{name}:\s+(\d+) kB", STATUS.read_text(encoding="ascii"))
    except OSError:
        return None
    return int(found[1]) * 1024 if found else None


def _ticks() -> tuple[int, int] | None:
    """Ticks since the machine began: those in which nothing was to do or a disk was waited for, and all of them."""
    try:
        ticks = [int(word) for word in ALL.read_text(encoding="ascii").splitlines()[0].split()[1:9]]
    except (OSError, IndexError, ValueError):
        return None
    return ticks[3] + ticks[4], sum(ticks)

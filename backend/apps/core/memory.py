"""Whether a process was ended for want of memory: the kernel counts that, and tells no one who is left.

Made before a worker forks, so that parent and children share what was seen. Where one kill ends a container as a whole
nobody is left to ask, and whoever runs the containers knows.
"""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

RAN_OUT = "its memory ran out"
GROUPS, MOUNTED = Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")


def killed() -> int:
    """How many processes of this one's control group the kernel has ended so; 0 where it does not tell."""
    for file in _files():
        try:
            counts = dict(line.split() for line in file.read_text(encoding="ascii").splitlines())
            return int(counts["oom_kill"])
        except (OSError, KeyError):
            continue
    return 0


def _files() -> Iterator[Path]:
    """Where the group's count may stand: below its path, or at the top where a container sees only its own."""
    groups = GROUPS.read_text(encoding="utf-8").splitlines() if GROUPS.exists() else []
    for number, controllers, path in (line.split(":", 2) for line in groups):
        if number == "0":
            place, name = MOUNTED, "memory.events"
        elif controllers == "memory":
            place, name = MOUNTED / "memory", "memory.oom_control"
        else:
            continue
        yield place / path.strip("/") / name
        yield place / name


_seen = multiprocessing.Value("q", killed(), lock=False)


def why_lost() -> str:
    """Why a process of this control group that vanished since this was last asked did so; empty: not known."""
    before, _seen.value = _seen.value, killed()
    return RAN_OUT if _seen.value > before else ""

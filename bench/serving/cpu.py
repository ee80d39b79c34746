"""CPU time of whole process trees, children that have ended included.

Linux counts the time of a child that ended and was waited for in its parent (cutime, cstime of /proc/PID/stat), and a
grandchild's with it. So the sum over what lives now, ended children included, never falls and misses only orphans.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Process:
    """One line of /proc/PID/stat: seconds of its own and of its children that ended, resident bytes."""

    pid: int
    parent: int
    seconds: float
    resident: int


def parse(line: str) -> Process:
    """A line of /proc/PID/stat. The name, in brackets, may hold spaces and brackets itself."""
    pid = int(line.partition(" ")[0])
    fields = line.rpartition(")")[2].split()
    user, system, of_ended_user, of_ended_system = (int(field) for field in fields[11:15])
    seconds = (user + system + of_ended_user + of_ended_system) / TICKS
    return Process(pid, int(fields[1]), seconds, int(fields[21]) * PAGE)


def processes(proc: Path = Path("/proc")) -> dict[int, Process]:
    """All that run now, by pid."""
    found = {}
    for entry in proc.iterdir():
        if entry.name.isdecimal():
            try:
                found[int(entry.name)] = parse((entry / "stat").read_text(encoding="utf-8", errors="replace"))
            except OSError:
                continue  # it has just ended; its parent counts it now
    return found


def tree(root: int, among: Mapping[int, Process]) -> list[Process]:
    """A process and all of its descendants."""
    children: dict[int, list[int]] = {}
    for one in among.values():
        children.setdefault(one.parent, []).append(one.pid)
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        if pid in among:
            found.append(among[pid])
            waiting += children.get(pid, [])
    return found


def seconds_of(roots: Mapping[str, int], among: Mapping[int, Process] | None = None) -> dict[str, float]:
    """CPU seconds of each tree so far, by the names of `roots`; a tree within another counts for itself only."""
    among = processes() if among is None else among
    trees = {name: tree(root, among) for name, root in roots.items()}
    return {name: sum(one.seconds for one in own if _innermost(one.pid, trees) == name) for name, own in trees.items()}


def _innermost(pid: int, trees: Mapping[str, list[Process]]) -> str:
    """The name of the smallest tree that a process is in."""
    return min((len(own), name) for name, own in trees.items() if any(one.pid == pid for one in own))[1]


def resident_of(root: int) -> int:
    """Resident bytes of a tree; pages that its processes share are counted for each."""
    return sum(one.resident for one in tree(root, processes()))

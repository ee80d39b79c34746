"""What the kernel counts of processes that it ended for want of memory."""

from pathlib import Path

import pytest

from apps.core import memory


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of /sys/fs/cgroup, and beside it the list of this process' groups."""
    monkeypatch.setattr(memory, "MOUNTED", tmp_path / "cgroup")
    monkeypatch.setattr(memory, "GROUPS", tmp_path / "groups")
    return tmp_path


def write(machine: Path, groups: str, file: str, text: str) -> None:
    (machine / "groups").write_text(groups)
    place = machine / "cgroup" / file
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)


@pytest.mark.parametrize(
    ("groups", "file", "text"),
    [
        ("0::/\n", "memory.events", "low 0\nmax 9\noom 3\noom_kill 3\noom_group_kill 0\n"),
        ("0::/user.slice/run-7.scope\n", "user.slice/run-7.scope/memory.events", "oom 3\noom_kill 3\n"),
        ("1:cpu:/\n4:memory:/docker/7\n0::/\n", "memory/docker/7/memory.oom_control", "under_oom 0\noom_kill 3\n"),
        ("4:memory:/docker/7\n", "memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n"),
    ],
    ids=["a container", "a group of systemd", "version 1", "a container of version 1"],
)
def test_the_count_is_found_where_the_kernel_keeps_it(machine: Path, groups: str, file: str, text: str) -> None:
    write(machine, groups, file, text)
    assert memory.killed() == 3


def test_where_the_kernel_does_not_tell_nothing_is_claimed(machine: Path) -> None:
    assert (memory.killed(), memory.why_lost()) == (0, "")


def test_each_kill_is_told_of_once(machine: Path) -> None:
    told = []
    for count in (0, 1, 1, 3):
        write(machine, "0::/\n", "memory.events", f"oom_kill {count}\n")
        told.append(memory.why_lost())
    assert told == ["", memory.RAN_OUT, "", memory.RAN_OUT]

"""CPU time of process trees."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.serving import cpu

BURN = "import time\nends = time.process_time() + 0.3\nwhile time.process_time() < ends: pass\n"
# A child that works and ends, a grandchild of it that does the same, then silence until the input closes.
CHILD = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BURN!r}])\n{BURN}"
PARENT = (
    f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {CHILD!r}])\nprint(flush=True)\nsys.stdin.read()"
)


@pytest.fixture
def parent() -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield process
        assert process.stdin
        process.stdin.write(b"\n")
        process.stdin.close()


def test_children_that_have_ended_are_counted(parent: "subprocess.Popen[bytes]") -> None:
    assert parent.stdout
    parent.stdout.readline()
    assert len(cpu.tree(parent.pid, cpu.processes())) == 1, "they have ended"
    assert cpu.seconds_of({"all": parent.pid})["all"] >= 0.58


def test_a_tree_within_another_counts_for_itself_only() -> None:
    among = {pid: cpu.Process(pid, parent, 1.0, 0) for pid, parent in ((1, 0), (2, 1), (3, 2), (4, 1), (9, 0))}
    assert cpu.seconds_of({"all": 1, "web": 2}, among) == {"all": 2, "web": 2}


def test_a_name_with_brackets_and_spaces_is_read() -> None:
    line = Path(f"/proc/{os.getpid()}/stat").read_text(encoding="utf-8")
    head, _, rest = line.rpartition(")")
    one = cpu.parse(f"{head.partition('(')[0]}(odd) name (){rest}" if rest else line)
    assert (one.pid, one.parent) == (os.getpid(), os.getppid())
    assert one.resident > 1_000_000


def test_a_process_that_is_no_more_costs_nothing() -> None:
    assert cpu.seconds_of({"all": 2**22 + 1}) == {"all": 0}

"""The supervisor keeps programs alive and leaves nothing behind."""

import asyncio
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from processes.laptop.supervisor import Program, keep_running, run_once

# Starts a child that would sleep for an hour, tells both pids in `name`, and waits.
FAMILY = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
print("up", os.getpid(), child.pid, flush=True)
with open("pids.tmp", "w") as file:
    file.write(f"{os.getpid()} {child.pid}")
os.replace("pids.tmp", "pids")
time.sleep(3600)
"""


def program(code: str, cwd: Path) -> Program:
    return Program("test", [sys.executable, "-c", code], cwd, dict(os.environ))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "this never happened"
        await asyncio.sleep(0.02)


async def family_of(folder: Path) -> list[int]:
    await until((folder / "pids").exists)
    return [int(pid) for pid in (folder / "pids").read_text().split()]


async def test_output_is_relayed_line_by_line_with_the_name_before_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "import sys; print('one'); print('x' * 200_000, file=sys.stderr); print('no newline', end='')"
    assert await run_once(program(code, tmp_path)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sorted(len(line) for line in lines) == [len("test      | one"), len("test      | no newline"), 200_012]
    assert all(line.startswith("test      | ") for line in lines)


async def test_a_program_that_prints_line_by_line_wakes_nobody_for_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "import time\nfor line in range(100): time.sleep(0.01); print(line, flush=True)"
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw
    assert await run_once(program(code, tmp_path)) == 0
    woken = resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw - before
    assert len(capsys.readouterr().out.splitlines()) == 100
    assert woken < 50


async def test_a_program_that_prints_much_at_once_does_not_wait_for_each_relay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("processes.laptop.supervisor.RELAY_SECONDS", 5)
    code = """
import time
print("the first is relayed", flush=True)
time.sleep(0.5)
began = time.monotonic()
print("x" * 500_000, flush=True)
open("took", "w").write(str(time.monotonic() - began))
"""
    assert await run_once(program(code, tmp_path)) == 0
    assert float((tmp_path / "took").read_text()) < 4


async def test_a_program_that_is_killed_starts_again_and_its_orphans_are_gone(tmp_path: Path) -> None:
    keeping = asyncio.create_task(keep_running(program(FAMILY, tmp_path)))
    first = await family_of(tmp_path)
    (tmp_path / "pids").unlink()
    os.kill(first[0], signal.SIGKILL)
    second = await family_of(tmp_path)
    assert not set(first) & set(second)
    assert not any(alive(pid) for pid in first)
    keeping.cancel()
    await asyncio.wait([keeping])
    await until(lambda: not any(alive(pid) for pid in second))


async def test_a_program_that_cannot_start_is_tried_with_growing_pauses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keeping = asyncio.create_task(keep_running(program("raise SystemExit(3)", tmp_path)))
    await asyncio.sleep(1.6)
    keeping.cancel()
    await asyncio.wait([keeping])
    output = capsys.readouterr().out
    assert "ended (exit status 3) and starts again in 0.25 s" in output
    assert "starts again in 0.5 s" in output
    assert 2 <= output.count("exit status 3") <= 4


async def test_a_program_that_ignores_sigterm_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("processes.laptop.supervisor.GRACE", 0.3)
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + FAMILY
    keeping = asyncio.create_task(keep_running(program(stubborn, tmp_path)))
    pids = await family_of(tmp_path)
    began = time.monotonic()
    keeping.cancel()
    await asyncio.wait([keeping])
    assert time.monotonic() - began < 3
    await until(lambda: not any(alive(pid) for pid in pids))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
async def test_kill_9_of_the_supervisor_leaves_no_orphan(tmp_path: Path) -> None:
    supervise = f"""
import asyncio, os, sys
from pathlib import Path
from processes.laptop.supervisor import Program, keep_running
family = [sys.executable, "-c", {FAMILY!r}]
asyncio.run(keep_running(Program("test", family, Path({str(tmp_path)!r}), dict(os.environ))))
"""
    supervisor = subprocess.Popen([sys.executable, "-c", supervise], cwd=Path(__file__).parents[2])
    child, grandchild = await family_of(tmp_path)
    supervisor.kill()
    supervisor.wait()
    await until(lambda: not alive(child))
    os.kill(grandchild, signal.SIGKILL)  # a program of Slipway ends its own children at SIGTERM; this one does not

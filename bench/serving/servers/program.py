"""A program that runs while something is measured, with all that it starts."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from bench.serving import cpu

START_SECONDS = 240


@contextmanager
def program(
    argv: Sequence[str | Path], cwd: Path, env: Mapping[str, str] | None = None, user: int | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], Callable[[], str]]]:
    """Run it in a process group of its own; gives it and what it has printed so far. At the end all of it is ended."""
    with TemporaryFile() as output:
        process = subprocess.Popen(
            [str(part) for part in argv], cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            process_group=0, user=user, group=user,
        )  # fmt: skip
        try:
            yield process, lambda: _printed(output)
        finally:
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """SIGTERM, then SIGKILL for what is left of it, in its group or beyond."""
    descendants = [one.pid for one in cpu.tree(process.pid, cpu.processes())]
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pid in descendants:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _printed(output: IO[bytes]) -> str:
    return os.pread(output.fileno(), 1_000_000, 0).decode(errors="replace")


def wait_for(what: str, process: subprocess.Popen[bytes], printed: Callable[[], str], good: Callable[[], bool]) -> None:
    """Return when `good` says so. Exits with what the program printed when it ends before, or takes too long."""
    ends = time.monotonic() + START_SECONDS
    while not good():
        if process.poll() is not None or time.monotonic() > ends:
            sys.exit(f"{what} did not start:\n{printed()[-4000:]}")
        time.sleep(0.1)


def answers(url: str) -> bool:
    """Whether a GET is answered with 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False

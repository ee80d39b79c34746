"""Keeps child processes alive and takes all of them along when it ends.

Why not supervisord: docs/decisions/0002-process-supervisor.md.
"""

import asyncio
import contextlib
import ctypes
import fcntl
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# A child that ran this long had started well: its next restart is immediate again.
STEADY_AFTER = 10.0
LONGEST_PAUSE = 10.0
GRACE = 8.0
# Of what a program prints, so much waits in its pipe until it is relayed, several times a second.
OUTPUT_BYTES = 1024 * 1024
RELAY_SECONDS = 0.2
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Program:
    """What to run; `name` stands before each line that it prints."""

    name: str
    argv: Sequence[str]
    cwd: Path
    env: Mapping[str, str]


async def keep_running(program: Program) -> None:
    """Run a program for ever. Cancelled, it ends the program and all of its children within GRACE seconds."""
    pause = 0.0
    while True:
        began = time.monotonic()
        status = await run_once(program)
        steady = time.monotonic() - began > STEADY_AFTER
        pause = 0.0 if steady else min(LONGEST_PAUSE, max(0.25, pause * 2))
        say(program.name, f"ended ({describe(status)}) and starts again{f' in {pause:g} s' if pause else ''}")
        await asyncio.sleep(pause)


async def run_once(program: Program) -> int:
    """Run a program to its end, relay what it prints, and leave nothing of it behind. Returns its exit status."""
    process, output, pipe = await _start(program)
    relaying = asyncio.create_task(_relay(output, pipe, program.name))
    try:
        return await process.wait()
    finally:
        await _end(process)
        await relaying


async def _start(program: Program) -> tuple[Process, asyncio.StreamReader, asyncio.ReadTransport]:
    # A pipe of our own: with asyncio's, wait() would also wait for grandchildren that hold the pipe open.
    read_end, write_end = os.pipe()
    _enlarge(write_end)
    try:
        process = await asyncio.create_subprocess_exec(
            *program.argv,
            cwd=program.cwd,
            env=program.env,
            stdin=DEVNULL,
            stdout=write_end,
            stderr=write_end,
            process_group=0,  # so that Ctrl-C reaches the supervisor alone, which then ends all in order
            preexec_fn=_die_with_parent,
        )
    finally:
        os.close(write_end)
    output = asyncio.StreamReader(OUTPUT_BYTES)
    protocol = asyncio.StreamReaderProtocol(output)
    pipe, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(read_end, "rb", 0))
    return process, output, pipe


def _enlarge(pipe: int) -> None:
    if hasattr(fcntl, "F_SETPIPE_SZ"):  # Linux
        with contextlib.suppress(OSError):  # this user has too many large ones; who prints much waits a moment then
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, OUTPUT_BYTES)


def _die_with_parent() -> None:
    # Runs in the child: not even kill -9 of the supervisor leaves an orphan (on Linux).
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


async def _end(process: Process) -> None:
    """SIGTERM, then SIGKILL for whatever of its group is still there."""
    if process.returncode is None:
        process.terminate()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), GRACE)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


async def _relay(output: asyncio.StreamReader, pipe: asyncio.ReadTransport, name: str) -> None:
    rest = b""
    while piece := await output.read(OUTPUT_BYTES):
        *lines, rest = (rest + piece).split(b"\n")
        if lines:
            say(name, *(line.decode(errors="replace") for line in lines))
        # To wake for each line of a busy web costs more than the line.
        pipe.pause_reading()
        await asyncio.sleep(RELAY_SECONDS)
        pipe.resume_reading()
    if rest:
        say(name, rest.decode(errors="replace"))


def say(name: str, *lines: str) -> None:
    """Print lines of a program."""
    announce("\n".join(f"{name:<9} | {line.rstrip()}" for line in lines))


def announce(text: str) -> None:
    """Print it. A closed pipe (`make run | head`) is no reason to end."""
    with contextlib.suppress(BrokenPipeError):
        print(text, flush=True)  # noqa: T201 - the terminal is where it belongs


def describe(status: int) -> str:
    """An exit status in words."""
    return f"exit status {status}" if status >= 0 else signal.Signals(-status).name

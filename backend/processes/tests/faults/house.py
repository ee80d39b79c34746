"""A Slipway whose parts a test breaks: all of `make run`, which may be ended and started again."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile

from config.env import ROOT
from processes.tests.stack import PASSWORD, Stack, command, free_port, key_of, until_ready

LEASE_SECONDS, BATCH_SECONDS = 15, 30
MARKS = {"web": "serve web", "worker": "serve worker", "scheduler": "serve scheduler", "broker": "valkey-server"}


class House:
    """Started by `with`; `key` opens its API."""

    def __init__(self, data_dir: Path, **variables: str) -> None:
        self.data_dir, self.port = data_dir, free_port()
        self._variables = {
            "SLIPWAY_ADMIN_PASSWORD": PASSWORD,
            "SLIPWAY_LEASE_SECONDS": str(LEASE_SECONDS),
            "SLIPWAY_BATCH_TIMEOUT": str(BATCH_SECONDS),
            # All requests are of one person here.
            "SLIPWAY_RATE_LIMIT": "60000/min",
            **variables,
        }
        self.start()
        self.key = key_of(self.stack)

    def __enter__(self) -> "House":
        return self

    def __exit__(self, *_: object) -> None:
        self.end(signal.SIGTERM)

    def start(self) -> None:
        """Start it, on the port and the data that it had; returns when it answers."""
        with TemporaryFile("w+") as output:
            process = command(self.data_dir, self.port, output, **self._variables)
            try:
                printed = until_ready(process, output.fileno())
            except BaseException:
                process.kill()
                raise
        self.stack = Stack(process, f"http://127.0.0.1:{self.port}", self.data_dir, printed)

    def install(self, bundle: Path) -> None:
        """A further model, which whoever asks for it is answered by."""
        variables = {"SLIPWAY_DATA_DIR": str(self.data_dir), "DJANGO_SETTINGS_MODULE": "config.settings.local"}
        subprocess.run(
            [sys.executable, "manage.py", "install_bundles", str(bundle)],
            cwd=ROOT / "backend", env={**os.environ, **variables, **self._variables}, check=True, capture_output=True,
        )  # fmt: skip

    def end(self, number: signal.Signals) -> None:
        """Signal the supervisor, and wait until it and all of its programs are gone."""
        programs = self.stack.programs()
        self.stack.process.send_signal(number)
        self.stack.process.wait(timeout=30)
        until(lambda: not any(_lives(pid) for pid in programs), 30)

    def pids(self, part: str) -> list[int]:
        """The processes of a part; the worker's parent comes before the child that computes."""
        return [pid for pid, arguments in self.stack.programs().items() if MARKS[part] in arguments]

    def signal(self, number: signal.Signals, *parts: str) -> None:
        """Send it to the first process of each part; `worker's child` is the second of the worker."""
        for part in parts:
            pids = self.pids(part.removesuffix("'s child"))
            for pid in pids[1:] if part.endswith("'s child") else pids[:1]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)

    def megabytes(self) -> dict[str, int]:
        """The most memory that a process of each part has had, of those that live."""
        return {part: max((_memory(pid) for pid in self.pids(part)), default=0) for part in ("web", "worker")}

    def resident(self) -> int:
        """The megabytes of the process that computes, as it is now."""
        return _memory(self.pids("worker")[1], "VmRSS:")


def until(condition: Callable[[], bool], seconds: float) -> None:
    """Wait for it; a TimeoutError after `seconds`."""
    ends = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends:
            raise TimeoutError
        time.sleep(0.05)


def _lives(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


def _memory(pid: int, line: str = "VmHWM:") -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next((int(one.split()[1]) // 1024 for one in status.splitlines() if one.startswith(line)), 0)

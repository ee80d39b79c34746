"""A real Slipway for a test: what `make run` starts, on a port and a data dir of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import requests

from config.env import ROOT

START_SECONDS = 120
PASSWORD = "a password for tests"


@dataclass(frozen=True, slots=True)
class Stack:
    """A running Slipway; `output` is what it has printed up to the line that says it is ready."""

    process: subprocess.Popen[str]
    url: str
    data_dir: Path
    output: str

    def programs(self) -> dict[int, str]:
        """The process ids of all descendants, with their command lines."""
        found: dict[int, str] = {}
        parents = [self.process.pid]
        while parents:
            listing = subprocess.run(
                ["ps", "-ww", "-o", "pid=,args=", "--ppid", ",".join(map(str, parents))],
                capture_output=True, text=True, check=False,
            ).stdout  # fmt: skip
            children = dict(line.strip().partition(" ")[::2] for line in listing.splitlines())
            parents = [int(pid) for pid in children]
            found |= {int(pid): arguments for pid, arguments in children.items()}
        return found

    def program(self, mark: str) -> int:
        """The process id of the program whose command line has this in it; the oldest, where it has children."""
        return min(pid for pid, arguments in self.programs().items() if mark in arguments)


def command(data_dir: Path, port: int, output: IO[str], **variables: str) -> subprocess.Popen[str]:
    """Start `processes.laptop` without waiting for it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SLIPWAY_")}
    own = {"SLIPWAY_DATA_DIR": str(data_dir), "SLIPWAY_PORT": str(port), "DATABASE_URL": "", "REDIS_URL": ""}
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.local"}
    return subprocess.Popen(
        [sys.executable, "-m", "processes.laptop"],
        cwd=ROOT / "backend",
        env={**kept, **own, **settings, **variables},
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
    )


def refusal(data_dir: Path, port: int) -> str:
    """What a Slipway that cannot start says."""
    with TemporaryFile("w+") as output:
        assert command(data_dir, port, output).wait(timeout=20) == 1
        output.seek(0)
        return output.read()


@contextmanager
def running(data_dir: Path, **variables: str) -> Iterator[Stack]:
    """A Slipway that answers, and is stopped at the end if the test has not done so."""
    port = free_port()
    with TemporaryFile("w+") as output:
        process = command(data_dir, port, output, **variables)
        try:
            yield Stack(process, f"http://127.0.0.1:{port}", data_dir, until_ready(process, output.fileno()))
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=20)


def until_ready(process: subprocess.Popen[str], output: int) -> str:
    """What it has printed, a file's descriptor, when it says that it is ready."""
    ends = time.monotonic() + START_SECONDS
    while True:
        printed = os.pread(output, 1_000_000, 0).decode()  # leaves alone where the process writes
        if "\nSlipway is ready at http://" in printed:
            return printed
        assert process.poll() is None, f"Slipway ended:\n{printed}"
        assert time.monotonic() < ends, f"Slipway did not become ready:\n{printed}"
        time.sleep(0.1)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def browser_of(stack: Stack, password: str = PASSWORD) -> requests.Session:
    """A browser in which the administrator is signed in."""
    browser = requests.Session()
    _ask(browser, "GET", f"{stack.url}/api/v1/session")
    _ask(browser, "POST", f"{stack.url}/api/v1/session", {"username": "admin", "password": password})
    return browser


def key_of(stack: Stack, password: str = PASSWORD, scopes: Sequence[str] = ("predict", "admin")) -> str:
    """A key of the administrator, made as the page would."""
    wanted = {"name": "test", "scopes": scopes}
    answer = _ask(browser_of(stack, password), "POST", f"{stack.url}/api/v1/api-keys", wanted)
    key: str = answer.json()["key"]
    return key


def _ask(browser: requests.Session, method: str, url: str, body: Any = None) -> requests.Response:
    token = {"X-CSRFToken": browser.cookies.get("csrftoken") or ""}
    answer = browser.request(method, url, json=body, headers=token, timeout=20)
    answer.raise_for_status()
    return answer

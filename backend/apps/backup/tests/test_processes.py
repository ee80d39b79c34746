"""The commands as processes of their own, beside a Slipway that `make run` started."""

import os
import subprocess
import sys
import time
from pathlib import Path

import requests
from pyrage.x25519 import Identity

from config.env import ROOT
from processes.tests.stack import key_of, running

KEY = Identity.generate()
WORDS = {
    "SLIPWAY_ADMIN_PASSWORD": "a password for tests",
    "SLIPWAY_BACKUP_RECIPIENTS": str(KEY.to_public()),
    "SLIPWAY_BACKUP_IDENTITY": str(KEY),
}


def manage(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SLIPWAY_")}
    own = {"SLIPWAY_DATA_DIR": str(data_dir), "DATABASE_URL": "", "REDIS_URL": "", "SECRET_KEY": ""}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT / "backend",
        env={**kept, **own, **WORDS, "DJANGO_SETTINGS_MODULE": "config.settings.local"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_running_slipway_is_backed_up_and_starts_again_elsewhere_with_all_that_it_had(tmp_path: Path) -> None:
    with running(tmp_path / "one", **WORDS) as stack:
        headers = {"Authorization": f"Bearer {key_of(stack)}"}
        with (ROOT / "backend/ml/tests/fixtures/cat.jpg").open("rb") as file:
            answer = requests.post(
                f"{stack.url}/api/v1/predictions",
                files={"file": file},
                headers={**headers, "Prefer": "wait=60"},
                timeout=90,
            )
        assert answer.status_code == 201
        requested = requests.post(
            f"{stack.url}/api/v1/operations/backups/runs", json={"job": "backup"}, headers=headers, timeout=20
        )
        assert requested.status_code == 202
        assert _ended(stack.url, headers, requested.json()["id"])["state"] == "succeeded"
        refused = manage(tmp_path / "one", "restore", "--replace")
        assert refused.returncode == 1
        assert "A Slipway runs on" in refused.stderr
        assert "Traceback" not in refused.stderr
    (file_,) = (tmp_path / "one" / "backups").glob("slipway-*.age.tar")
    restored = manage(tmp_path / "two", "restore", str(file_))
    assert restored.returncode == 0, restored.stderr
    with running(tmp_path / "two", **WORDS) as stack:
        # The key of the old place opens the new one.
        found = requests.get(f"{stack.url}/api/v1/predictions", headers=headers, timeout=20).json()["results"]
        assert [one["output"] for one in found] == [answer.json()["output"]]
        url = f"{stack.url}/api/v1/predictions/{found[0]['id']}/input"
        fixture = (ROOT / "backend/ml/tests/fixtures/cat.jpg").read_bytes()
        assert requests.get(url, headers=headers, timeout=20).content == fixture


def _ended(url: str, headers: dict[str, str], run: str) -> dict[str, str]:
    """What became of a run, when it has ended."""
    ends = time.monotonic() + 120
    while True:
        body = requests.get(f"{url}/api/v1/operations/backups", headers=headers, timeout=20).json()
        found: dict[str, str] = next(one for one in body["recent"] if one["id"] == run)
        if found["ended_at"]:
            return found
        assert time.monotonic() < ends, found
        time.sleep(0.2)


def test_where_there_is_no_database_a_backup_says_so(tmp_path: Path) -> None:
    output = manage(tmp_path, "backup")
    assert output.returncode == 1
    assert output.stderr.startswith("CommandError: The database cannot be used")

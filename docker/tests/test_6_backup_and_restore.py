"""A backup, then everything is deleted, then a restore: history, media, people, keys and models are there."""

from pathlib import Path

import requests

from compose import Stack
from load import CAT

# A pair that only these tests use.
ENCRYPTED_TO = "SLIPWAY_BACKUP_RECIPIENTS=age1l9j0f4t4vpsm2unlfwtj6trs6c0wn3tx5f6nyvx6fzgq8ccdf49q6rzdq0"
OPENED_BY = "SLIPWAY_BACKUP_IDENTITY=AGE-SECRET-KEY-1MTX368XURCFQRTGWU3Z8XAY5UVM7548W78WRR3FY28WNN7YMQGRQYLVJCX"


def read(stack: Stack, path: str) -> requests.Response:
    return requests.get(stack.url + path, headers={"Authorization": f"Bearer {stack.key}"}, timeout=20)


def test_after_all_volumes_are_gone_a_restore_brings_everything_back(stack: Stack, tmp_path: Path) -> None:
    created = requests.post(
        f"{stack.url}/api/v1/predictions",
        headers={"Authorization": f"Bearer {stack.key}", "Prefer": "wait=30"},
        files={"file": ("cat.jpg", CAT)},
        timeout=60,
    ).json()
    paths = [f"/api/v1/predictions/{created['id']}", "/api/v1/predictions?limit=100", "/api/v1/me"]
    before = [read(stack, path).json() for path in paths]
    versions = stack.query("SELECT model_id, number, digest FROM catalogue_version ORDER BY 1, 2")

    stack.compose("exec", "-T", "-e", ENCRYPTED_TO, "web", "python", "manage.py", "backup")
    stack.compose("cp", "web:/data/backups/.", str(tmp_path))
    (backup,) = tmp_path.glob("slipway-*")
    # It is encrypted, and the user in the image is not the one that runs these tests.
    tmp_path.chmod(0o755)
    backup.chmod(0o644)
    stack.compose("down", "--volumes", "--timeout", "10")

    restore = ["python", "web", "manage.py", "restore", f"/safe/{backup.name}"]
    stack.compose("run", "--rm", "-T", "-e", OPENED_BY, "-v", f"{tmp_path}:/safe:ro", "--entrypoint", *restore)
    stack.compose("up", "--detach", "--wait")

    assert [read(stack, path).json() for path in paths] == before
    assert stack.query("SELECT model_id, number, digest FROM catalogue_version ORDER BY 1, 2") == versions
    assert read(stack, created["input"]["url"]).content == CAT
    stack.browser()

"""All of Slipway with its files in a bucket: nothing but the database and copies stays in the data dir."""

from pathlib import Path
from typing import Any

import pytest
import requests

from apps.storage.tests.bucket import keys, use, variables
from config.env import ROOT
from processes.serve import wait_for
from processes.tests.stack import PASSWORD, key_of, running

FIXTURES = ROOT / "backend" / "ml" / "tests" / "fixtures"


def test_a_photo_and_a_sound_are_answered_from_the_bucket(bucket: Any, bucket_server: str, tmp_path: Path) -> None:
    with running(tmp_path / "data", SLIPWAY_ADMIN_PASSWORD=PASSWORD, **variables(bucket_server)) as stack:
        api = requests.Session()
        api.headers.update({"Authorization": f"Bearer {key_of(stack)}", "Prefer": "wait=60"})
        url = f"{stack.url}/api/v1/predictions"
        for name in ("cat.jpg", "stop.opus"):
            with (FIXTURES / name).open("rb") as file:
                answer = api.post(url, files={"file": (name, file)}, timeout=90)
            assert (answer.status_code, answer.json()["status"]) == (201, "succeeded"), answer.text
        body = answer.json()
        part = api.get(stack.url + body["input"]["url"], headers={"Range": "bytes=0-15"}, timeout=20)
        assert (part.status_code, part.content) == (206, (FIXTURES / "stop.opus").read_bytes()[:16])
        assert len([key for key in keys(bucket) if key.startswith("team/media/uploads/")]) == 2
        assert api.delete(f"{url}/{body['id']}", timeout=20).status_code == 204
        assert len([key for key in keys(bucket) if key.startswith("team/media/uploads/")]) == 1
        assert "team/models/resnet-cifar10/1/bundle.json" in keys(bucket)
        assert list((stack.data_dir / "incoming").iterdir()) == []
        assert list((stack.data_dir / "media").rglob("*")) == []


def test_a_part_that_starts_says_what_is_wrong_with_the_bucket(bucket_server: str, settings: Any) -> None:
    use(settings, variables(bucket_server, "s3://not-there"))
    with pytest.raises(wait_for.Away) as caught:
        wait_for.ask_storage()
    assert str(caught.value) == "SLIPWAY_STORAGE_URL: The bucket not-there cannot be used: there is no such bucket."

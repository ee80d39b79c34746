"""A storage that cannot be used is told at the start, in one sentence."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests

from apps.core.errors import StorageAway
from apps.storage.file_store import bundles, check_storage, media
from apps.storage.folder import FolderStorage
from apps.storage.tests.bucket import BUCKET, nowhere, use, variables
from config.env import ROOT


def sentence() -> str:
    with pytest.raises(StorageAway) as caught:
        check_storage()
    return str(caught.value)


def test_a_bucket_that_answers_is_fine(bucket: Any) -> None:
    check_storage()


def test_a_forked_process_takes_a_connection_of_its_own(bucket: Any) -> None:
    check_storage()
    storage: Any = media()
    parents = storage.connection
    child = os.fork()
    if not child:
        os._exit(0 if storage.connection is not parents else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert storage.connection is parents


def test_a_bucket_that_is_not_there_is_named(bucket_server: str, settings: Any) -> None:
    use(settings, variables(bucket_server, "s3://not-there/team"))
    assert sentence() == "The bucket not-there cannot be used: there is no such bucket."


def test_a_server_that_is_down_is_named(settings: Any) -> None:
    down = nowhere()
    use(settings, down)
    assert down["SLIPWAY_S3_ENDPOINT"] in sentence()


def test_a_wrong_key_is_named(bucket_server: str, bucket: Any) -> None:
    requests.post(f"{bucket_server}/moto-api/reset-auth", data=b"0", timeout=10)
    try:
        reason = sentence()
    finally:
        requests.post(f"{bucket_server}/moto-api/reset-auth", data=b"inf", timeout=10)
    assert reason == f"The bucket {BUCKET} cannot be used: the access key is not known there (AWS_ACCESS_KEY_ID)."


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "media").write_text("a file where the folder should be")
    options = {"BACKEND": "apps.storage.folder.FolderStorage", "OPTIONS": {"location": tmp_path / "media"}}
    settings.STORAGES = {**settings.STORAGES, "default": options}
    assert f"The folder {tmp_path / 'media'} cannot be made" in sentence()


def test_a_folder_on_a_full_volume_is_refused_in_one_sentence_and_leaves_nothing_behind(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "source", tmp_path / "models"
    source.mkdir()
    for name in ("a.onnx", "b.onnx", "c.onnx"):
        (source / name).write_bytes(b"weights")

    def full(_source: str, copy: str, **_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), copy)

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(StorageAway) as caught:
        FolderStorage(location=target).put_folder(source, "tiny/1", "bundle.json")
    reason = str(caught.value)
    assert reason.startswith(f"The folder {target / 'tiny' / '1'} cannot be written: No space left on device (")
    assert reason.count("No space") == 1
    assert list((target / "tiny").iterdir()) == []


def test_a_file_that_goes_while_a_folder_is_walked_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("gone", "stays"):
        (tmp_path / name).touch()
    entries = list(os.scandir(tmp_path))
    (tmp_path / "gone").unlink()
    monkeypatch.setattr(os, "scandir", lambda _folder: iter(entries))
    assert [one.name for one in FolderStorage(location=tmp_path).files("")] == ["stays"]


def test_a_file_that_may_not_be_read_says_that_the_storage_is_away(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(StorageAway, match="cannot be read: Is a directory"):
        FolderStorage(location=tmp_path).pieces("x", 0, 1)


def test_without_a_bucket_no_process_carries_boto3() -> None:
    look = "import django, sys; django.setup(); from config import asgi, celery; print('boto3' in sys.modules)"
    reason = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True, cwd=ROOT / "backend"
    )
    assert reason.stdout == "False\n"


def test_without_a_bucket_files_lie_in_the_data_dir(settings: Any) -> None:
    assert media().own_path("uploads/x") == settings.DATA_DIR / "media" / "uploads" / "x"
    assert bundles().own_path("tiny/1") == settings.DATA_DIR / "models" / "tiny" / "1"

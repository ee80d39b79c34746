"""Which files of training a backup takes along."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS

from apps.training import files
from apps.training.models import DataSetVersion
from ml.bundle import sha256_of


def checkpoint(folder: Path, step: int) -> Path:
    made = folder / "checkpoints" / f"step-{step:09d}"
    made.mkdir(parents=True)
    for name in ("model.safetensors", "optimizer.bin"):
        (made / name).write_bytes(b"%s after %d" % (name.encode(), step))
    return made


def removing(folder: Path, scandir: Callable[..., Any]) -> Callable[..., Any]:
    """As somebody else does, between the look at its parent and the look into it."""

    def scan(path: Any = ".") -> Any:
        if path in {folder, str(folder)}:
            folder.rmdir()
        return scandir(path)

    return scan


def test_of_checkpoints_only_the_newest_is_kept_and_stays_whole_though_it_is_removed_meanwhile(tmp_path: Path) -> None:
    checkpoint(tmp_path, 10)
    newest = checkpoint(tmp_path, 30)
    found = files.opened(tmp_path)
    first, file = next(found)
    shutil.rmtree(newest)
    assert (first, file.read()) == (newest / "model.safetensors", b"model.safetensors after 30")
    assert [(path.name, file.read()) for path, file in found] == [("optimizer.bin", b"optimizer.bin after 30")]


def test_what_is_half_written_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "checkpoints" / ".new").mkdir(parents=True)
    (tmp_path / "checkpoints" / ".new" / "model.safetensors").touch()
    (tmp_path / ".best.safetensors.new").touch()
    (tmp_path / "best.safetensors").touch()
    assert [path.name for path, _ in files.opened(tmp_path)] == ["best.safetensors"]


def test_a_folder_that_is_removed_while_somebody_looks_around_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "run.json").touch()
    going = tmp_path / "going"
    going.mkdir()
    monkeypatch.setattr(os, "scandir", removing(going, os.scandir))
    assert [path.name for path, _ in files.opened(tmp_path)] == ["run.json"]
    assert not going.exists()


def test_a_file_that_is_not_there_is_nothing(tmp_path: Path) -> None:
    assert list(files.opened(tmp_path / "history.json")) == []


def test_of_a_frozen_set_whose_list_was_changed_the_list_alone_is_expected(
    frozen: DataSetVersion, tmp_path: Path
) -> None:
    frozen.folder.mkdir(parents=True)
    (frozen.folder / "dataset.json").write_text("{}")
    (found,) = files.frozen(DEFAULT_DB_ALIAS, tmp_path)
    assert found.label == "pets v1"
    assert list(found.files()) == [("datasets/pets/versions/1/dataset.json", frozen.digest)]
    assert frozen.digest != sha256_of(frozen.folder / "dataset.json")


def test_files_that_a_restored_backup_did_not_have_are_expected_only_once_they_are_put_back(
    frozen: DataSetVersion, tmp_path: Path
) -> None:
    DataSetVersion.objects.update(left_out=True)
    assert list(files.frozen(DEFAULT_DB_ALIAS, tmp_path)) == []
    frozen.folder.mkdir(parents=True)
    assert [found.label for found in files.frozen(DEFAULT_DB_ALIAS, tmp_path)] == ["pets v1"]

"""The last room on the disk is the database's."""

from pathlib import Path

import pytest
from pytest_django import Settings

from apps.core import disk
from apps.core.errors import DiskFull, StorageAway
from apps.core.problems import problem_of


@pytest.fixture
def reserve(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(disk, "HELD", 1000)
    return tmp_path / "reserve"


def test_room_is_held_while_there_is_plenty_and_given_away_when_there_is_none(
    reserve: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk.keep_reserve()
    disk.keep_reserve()
    assert reserve.stat().st_size == 1000
    monkeypatch.setattr(disk, "LOW", 2**62)
    disk.keep_reserve()
    assert not reserve.exists()


def test_room_is_not_taken_while_there_is_little(reserve: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "KEPT", 2**62)
    disk.keep_reserve()
    assert not reserve.exists()


def test_what_is_sent_leaves_what_is_kept(reserve: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk.require_room(1000)
    with pytest.raises(DiskFull):
        disk.require_room(2**62)


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (DiskFull("no room"), "The disk of the server is full; nothing was stored."),
        (StorageAway("the bucket hangs"), "The storage of files is away or full. Try again shortly."),
    ],
)
def test_a_full_disk_is_called_so_only_where_it_was_found(error: StorageAway, detail: str) -> None:
    problem = problem_of(error)
    assert problem
    assert (problem.status, problem.detail, problem.retry_after) == (503, detail, 10)

"""One file, wherever it lies."""

from pathlib import Path
from typing import Any

import pytest

from apps.storage.file_store import media, opened, put
from apps.storage.tests.bucket import keys


def source(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "source"
    path.write_bytes(content)
    return path


def test_a_file_is_moved_into_a_folder_in_place_of_another_and_read_where_it_lies(
    tmp_path: Path, settings: Any
) -> None:
    store = media()
    for content in (b"first", b"second"):
        put(store, source(tmp_path, content), "some/where.txt")
    assert not (tmp_path / "source").exists()
    with opened(store, "some/where.txt") as file:
        assert (file.read(), Path(file.name)) == (b"second", store.own_path("some/where.txt"))


def test_a_file_is_put_into_a_bucket_in_place_of_another_and_fetched_to_be_read(
    tmp_path: Path, bucket: Any, settings: Any
) -> None:
    for content in (b"first", b"second"):
        put(media(), source(tmp_path, content), "some/where.txt")
    assert len(keys(bucket)) == 1
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    with opened(media(), "some/where.txt") as file:
        assert file.read() == b"second"
    assert list(settings.DATA_DIR.iterdir()) == []


def test_a_file_that_is_not_there_cannot_be_opened(bucket: Any) -> None:
    with pytest.raises(FileNotFoundError), opened(media(), "nowhere.txt"):
        pass

"""What is promised of a store holds for a folder and for a bucket alike."""

import io
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from django.core.files.base import ContentFile, File

from apps.core.errors import StorageAway
from apps.storage import bucket as buckets
from apps.storage.file_store import PIECE, FileStore, answers, media, put
from apps.storage.folder import FolderStorage
from apps.storage.tests.bucket import keys, nowhere, use, variables

LARGE = bytes(range(256)) * (3 * PIECE // 256 + 1)


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    """An empty store of each kind."""
    if request.param == "bucket":
        request.getfixturevalue("bucket")
        return media()
    return cast("FileStore", FolderStorage(location=tmp_path / "store"))


def written(store: FileStore, name: str, content: bytes = b"content") -> str:
    return store.save(name, ContentFile(content))


def names(store: FileStore, prefix: str = "") -> list[str]:
    return sorted(one.name for one in store.files(prefix))


def test_what_is_saved_is_there_until_it_is_deleted(store: FileStore) -> None:
    assert not store.exists("a/b.txt")
    name = written(store, "a/b.txt")
    assert (name, store.exists(name)) == ("a/b.txt", True)
    store.delete(name)
    assert not store.exists(name)


def test_to_delete_what_is_not_there_is_no_error(store: FileStore) -> None:
    store.delete("nowhere.txt")


def test_a_file_is_fetched_whole(store: FileStore, tmp_path: Path) -> None:
    written(store, "large.bin", LARGE)
    store.fetch("large.bin", tmp_path / "fetched")
    assert (tmp_path / "fetched").read_bytes() == LARGE


@pytest.mark.parametrize(("start", "stop"), [(0, len(LARGE)), (0, 1), (10, 20), (PIECE - 1, 2 * PIECE + 1)])
def test_a_part_of_a_file_comes_in_pieces_that_fit_into_memory(store: FileStore, start: int, stop: int) -> None:
    written(store, "large.bin", LARGE)
    pieces = list(store.pieces("large.bin", start, stop))
    assert b"".join(pieces) == LARGE[start:stop]
    assert max(map(len, pieces)) <= PIECE


def test_what_is_not_there_is_said_before_the_first_piece(store: FileStore, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        store.pieces("nowhere.bin", 0, 1)
    with pytest.raises(FileNotFoundError):
        store.fetch("nowhere.bin", tmp_path / "fetched")


def test_files_are_listed_by_how_their_names_begin_with_when_they_were_written(store: FileStore) -> None:
    for name in ("a/1.txt", "a/b/2.txt", "ab/3.txt", "c.txt"):
        written(store, name)
    assert names(store) == ["a/1.txt", "a/b/2.txt", "ab/3.txt", "c.txt"]
    assert names(store, "a/") == ["a/1.txt", "a/b/2.txt"]
    assert names(store, "nothing") == []
    ages = [datetime.now(UTC) - one.modified for one in store.files("")]
    assert all(timedelta(seconds=-5) < age < timedelta(minutes=5) for age in ages)


def test_a_list_goes_on_after_any_name_in_the_order_of_names(store: FileStore) -> None:
    ordered = ["a.txt", "a/1.txt", "a/b/2.txt", "a/b/3.txt", "ab/4.txt", "ö/5.txt"]
    for name in reversed(ordered):
        written(store, name)
    assert [one.name for one in store.files("")] == ordered
    for number, name in enumerate(ordered, start=1):
        assert [one.name for one in store.files("", name)] == ordered[number:]
    assert [one.name for one in store.files("a/", "a/b/2.txt")] == ["a/b/3.txt"]


def folder(path: Path, **files: str) -> Path:
    """A folder with files, of which one lies deeper."""
    for name, content in files.items():
        target = path / name.replace("__", "/").replace("_", ".")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content)
    return path


def test_a_folder_is_stored_with_all_that_is_in_it(store: FileStore, tmp_path: Path) -> None:
    source = folder(tmp_path / "source", bundle_json="manifest", model_onnx="weights", deep__er_txt="deep")
    store.put_folder(source, "tiny/1", "bundle.json")
    assert names(store, "tiny/1/") == ["tiny/1/bundle.json", "tiny/1/deep/er.txt", "tiny/1/model.onnx"]
    store.fetch("tiny/1/deep/er.txt", tmp_path / "fetched")
    assert (tmp_path / "fetched").read_text() == "deep"
    assert (source / "model.onnx").read_text() == "weights"


def test_the_file_that_makes_a_folder_whole_is_stored_last(
    bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = folder(tmp_path / "source", a_json="manifest", b_onnx="weights", c_txt="words")
    store: Any = media()
    order: list[str] = []
    save = store._save

    def noted(name: str, content: object) -> str:
        order.append(name)
        return str(save(name, content))

    monkeypatch.setattr(store, "_save", noted)
    store.put_folder(source, "tiny/1", "a.json")
    assert order[-1] == "tiny/1/a.json"
    assert len(keys(bucket)) == 3


def test_a_folder_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    store = FolderStorage(location=tmp_path / "store")
    store.put_folder(folder(tmp_path / "old", a_txt="old", gone_txt="old"), "tiny/1", "a.txt")
    store.put_folder(folder(tmp_path / "new", a_txt="new"), "tiny/1", "a.txt")
    assert [path.name for path in (tmp_path / "store" / "tiny" / "1").iterdir()] == ["a.txt"]
    assert (tmp_path / "store" / "tiny" / "1" / "a.txt").read_text() == "new"
    assert [path.name for path in (tmp_path / "store" / "tiny").iterdir()] == ["1"]


def test_a_file_of_this_machine_is_put_in_place_of_another(store: FileStore, tmp_path: Path) -> None:
    for content in (b"first", b"second, longer"):
        (tmp_path / "source").write_bytes(content)
        put(store, tmp_path / "source", "some/where.txt")
    assert names(store) == ["some/where.txt"]
    assert b"".join(store.pieces("some/where.txt", 0, 14)) == b"second, longer"


def test_a_store_that_answers_is_usable(store: FileStore) -> None:
    store.check()
    assert store.usable()
    assert answers() == "answers"


def test_only_a_folder_has_a_place_on_this_machine(tmp_path: Path, bucket: Any) -> None:
    assert FolderStorage(location=tmp_path).own_path("a/b") == tmp_path / "a" / "b"
    assert media().own_path("a/b") is None


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.save("a", ContentFile(b"a")),
        lambda store: store.delete("a"),
        lambda store: store.exists("a"),
        lambda store: store.pieces("a", 0, 1),
        lambda store: list(store.files("")),
        lambda store: store.check(),
    ],
)
def test_whatever_is_asked_of_a_bucket_that_is_down_says_that_it_is_away(settings: Any, ask: Any) -> None:
    use(settings, nowhere())
    with pytest.raises(StorageAway, match="cannot be used"):
        ask(media())


def test_a_bucket_that_hangs_is_given_two_tries_which_take_ten_seconds_at_most(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = buckets.HURRIED["retries"]["total_max_attempts"]  # type: ignore[index]
    assert tries * buckets.HURRIED["read_timeout"] + 1 <= 10
    monkeypatch.setitem(buckets.HURRIED, "read_timeout", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as hangs:
        use(settings, variables(f"http://127.0.0.1:{hangs.getsockname()[1]}"))
        with pytest.raises(StorageAway, match="Read timeout"):
            media().save("a", ContentFile(b"a"))
        hangs.settimeout(0)
        for _ in range(tries):
            hangs.accept()[0].close()
        with pytest.raises(BlockingIOError):
            hangs.accept()


def test_a_bucket_that_failed_is_asked_again_before_it_is_relied_on(
    bucket: Any, bucket_server: str, settings: Any
) -> None:
    store: Any = media()
    bucket.delete()
    with pytest.raises(StorageAway):
        store.check()
    assert not store.usable()
    bucket.create()
    assert store.usable()
    assert store.usable()


def test_a_fetch_into_a_place_that_cannot_be_written_is_no_fault_of_the_store(store: FileStore, tmp_path: Path) -> None:
    written(store, "a.txt")
    with pytest.raises(OSError, match="No such file or directory"):
        store.fetch("a.txt", tmp_path / "no" / "such" / "folder")


def test_a_file_that_cannot_be_stored_whole_is_not_stored_in_part(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise OSError(28, "No space left on device")

    store = FolderStorage(location=tmp_path)
    with pytest.raises(StorageAway, match="No space left on device"):
        store.save("a.txt", File(Broken(b"a")))
    assert list(store.files("")) == []

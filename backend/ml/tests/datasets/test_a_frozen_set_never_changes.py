"""Freezing is all or nothing; what is frozen can be named by one sha256, and every change shows."""

import hashlib
import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import pytest

from ml.datasets.examine import Examination, examine
from ml.datasets.freeze import About, freeze
from ml.datasets.frozen import SPLITS, DataSet
from ml.datasets.layouts.read import read_source
from ml.datasets.options import Options
from ml.datasets.progress import Watch
from ml.errors import Cancelled, DataSetError
from ml.tests.datasets.material import class_folders, picture_bytes, spoken, write

PETS = About("pets", "Pets", "CC0", "made here")


def examined(tmp_path: Path, files: dict[str, bytes], options: Options | None = None) -> Examination:
    return examine(read_source(write(tmp_path / "in", files), tmp_path / "workspace"), options)


@pytest.fixture
def pets(tmp_path: Path) -> DataSet:
    return freeze(examined(tmp_path, class_folders()), tmp_path / "sets" / "pets", PETS)


def test_every_file_is_kept_byte_for_byte_with_its_answer(pets: DataSet) -> None:
    files = class_folders()
    assert pets.kind == "image-classification"
    assert pets.classes == ("cat", "dog", "owl")
    items = [item for split in SPLITS for item in pets.items(split)]
    assert {item.name: pets.path(item).read_bytes() for item in items} == files
    assert all(item.label == item.name.split("/")[0] for item in items)
    assert {(item.width, item.height) for item in items} == {(40, 40)}
    assert all(pets.path(item).name == f"{item.sha256}.png" for item in items)
    pets.verify()


def test_the_lists_say_what_is_in_it(pets: DataSet) -> None:
    manifest = json.loads((pets.folder / "dataset.json").read_text())
    assert manifest["counts"]["test"] == {"items": 3, "per_class": {"cat": 1, "dog": 1, "owl": 1}}
    assert manifest["items_sha256"] == hashlib.sha256((pets.folder / "items.jsonl").read_bytes()).hexdigest()
    assert pets.digest == hashlib.sha256((pets.folder / "dataset.json").read_bytes()).hexdigest()
    lines = [json.loads(line) for line in (pets.folder / "items.jsonl").read_text().splitlines()]
    assert [(line["split"], line["name"]) for line in lines] == sorted((line["split"], line["name"]) for line in lines)
    assert len(lines) == 36


def test_the_same_source_and_seed_give_the_same_version(pets: DataSet, tmp_path: Path) -> None:
    again = freeze(examined(tmp_path, class_folders()), tmp_path / "again", PETS)
    other = freeze(examined(tmp_path, class_folders(), Options(seed=2)), tmp_path / "other", PETS)
    assert again.digest == pets.digest
    assert other.digest != pets.digest


def test_speech_keeps_its_texts_speakers_and_rules(tmp_path: Path) -> None:
    data_set = freeze(examined(tmp_path, spoken()), tmp_path / "voices", About("voices", "Voices", "CC0", "tones"))
    item = data_set.items("train")[0]
    assert item.speaker == item.name.split("/")[0]
    assert (item.seconds, item.sample_rate) == (1.0, 16_000)
    assert item.text
    assert item.text.startswith("SPEAKER ")
    assert set(data_set.characters) >= set("SPEAKR ")
    manifest = data_set.manifest
    assert manifest.normalisation == {"digits": "kept", "punctuation": "removed", "case": "upper"}
    assert sum(count.seconds or 0 for count in manifest.counts.values()) == 20


def test_what_was_left_out_is_listed_with_the_reason(tmp_path: Path) -> None:
    files = class_folders() | {"cat/broken.png": b"x", "README.md": b"x", ".DS_Store": b"x"}
    data_set = freeze(examined(tmp_path, files).without(["unreadable"]), tmp_path / "pets", PETS)
    reasons = {exclusion.file: exclusion.reason for exclusion in data_set.manifest.excluded}
    assert set(reasons) == {"cat/broken.png", "README.md", ".DS_Store"}
    assert reasons["cat/broken.png"].startswith("unreadable: The file is not an image")
    assert len(data_set.all_items) + len(reasons) == len(files)


def test_a_set_with_errors_is_not_frozen(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match=r"1 file cannot be read\. Replace them, or leave them out"):
        freeze(examined(tmp_path, class_folders() | {"cat/broken.png": b"x"}), tmp_path / "sets" / "pets", PETS)
    assert not (tmp_path / "sets").exists()


@pytest.mark.parametrize("slug", ["", "Pets", "a b", "../x", "-x"])
def test_a_wrong_name_is_refused(tmp_path: Path, slug: str) -> None:
    with pytest.raises(DataSetError, match="slug"):
        freeze(examined(tmp_path, class_folders(3)), tmp_path / "x", About(slug, "Pets", "CC0", ""))


def test_a_frozen_set_is_never_overwritten(pets: DataSet, tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="never changes"):
        freeze(examined(tmp_path, class_folders()), pets.folder, PETS)


def test_a_changed_list_is_noticed_on_opening(pets: DataSet) -> None:
    path = pets.folder / "items.jsonl"
    path.write_text(path.read_text().replace('"label": "cat"', '"label": "dog"', 1))
    with pytest.raises(DataSetError, match="changed after freezing"):
        DataSet.open(pets.folder)


@pytest.mark.parametrize("damage", ["change", "remove"])
def test_a_changed_file_is_noticed_by_verify(pets: DataSet, damage: str) -> None:
    path = pets.path(pets.items("test")[0])
    path.write_bytes(b"other") if damage == "change" else path.unlink()
    with pytest.raises(DataSetError, match="changed after freezing" if damage == "change" else "is missing"):
        DataSet.open(pets.folder).verify()


@pytest.mark.parametrize("content", ["", "{}", '{"format": 2}', "[1]"])
def test_a_damaged_manifest_is_a_sentence(pets: DataSet, content: str) -> None:
    (pets.folder / "dataset.json").write_text(content)
    with pytest.raises(DataSetError, match="is not valid"):
        DataSet.open(pets.folder)


def test_what_is_no_frozen_set_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match=r"no frozen data set: dataset\.json is missing"):
        DataSet.open(tmp_path)


def test_a_stopped_freeze_leaves_nothing(tmp_path: Path) -> None:
    examination = examined(tmp_path, class_folders())
    with pytest.raises(Cancelled):
        freeze(examination, tmp_path / "sets" / "pets", PETS, Watch(cancelled=lambda: True))
    assert list((tmp_path / "sets").iterdir()) == []


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examination, whole = examined(tmp_path, class_folders()), Path.open

    def to_the_full_device(self: Path, mode: str = "r") -> IO[Any]:
        return whole(Path("/dev/full"), "wb") if mode == "xb" else whole(self, mode)

    monkeypatch.setattr(Path, "open", to_the_full_device)
    with pytest.raises(DataSetError, match="disk is full while pets is frozen"):
        freeze(examination, tmp_path / "sets" / "pets", PETS)
    assert list((tmp_path / "sets").iterdir()) == []


def test_a_file_that_changes_while_it_is_frozen_is_noticed(tmp_path: Path) -> None:
    examination = examined(tmp_path, class_folders())
    (tmp_path / "in" / "cat" / "00.png").write_bytes(picture_bytes(4))
    with pytest.raises(DataSetError, match=r"cat/00\.png was changed"):
        freeze(examination, tmp_path / "sets" / "pets", PETS)


def test_a_frozen_set_can_be_frozen_again(pets: DataSet, tmp_path: Path) -> None:
    again = freeze(examine(read_source(pets.folder, tmp_path / "workspace")), tmp_path / "again", PETS)
    before = {item.name: asdict(item) for item in pets.all_items}
    assert {item.name: asdict(item) for item in again.all_items} == before


def test_a_frozen_set_can_be_moved(pets: DataSet, tmp_path: Path) -> None:
    moved = Path(shutil.move(pets.folder, tmp_path / "elsewhere"))
    DataSet.open(moved).verify()
    assert len(DataSet.open(moved).all_items) == 36

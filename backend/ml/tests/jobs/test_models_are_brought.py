"""The files of a model that somebody sent, before anything is made of them; runs where torch is installed."""

import json
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("huggingface_hub")

from ml.adopt.details import Details
from ml.bundle import MODEL, Bundle, sha256_of
from ml.errors import AdoptError
from ml.jobs import adopt
from ml.jobs.messages import Update
from ml.jobs.orders import ImportOrder
from ml.progress import Progress
from ml.tests.datasets.material import write, zipped
from ml.types import Classification

SHIPPED = Path(__file__).parents[2] / "bundles" / "resnet-cifar10"
PHOTO = Path(__file__).parents[1] / "fixtures" / "cat.jpg"


def order(file: Path, folder: Path) -> ImportOrder:
    details = Details(slug="theirs", title="Theirs", licence="MIT", source=file.name)
    return ImportOrder(file=file, folder=folder, details=details, threads=1)


def packed(folder: Path) -> Path:
    """A bundle of another Slipway as a zip."""
    return zipped(folder / "theirs.zip", {path.name: path.read_bytes() for path in SHIPPED.iterdir()})


def test_a_lone_graph_lies_in_a_folder_of_its_own_and_its_hash_is_kept(tmp_path: Path) -> None:
    file = write(tmp_path, {"theirs.onnx": b"graph"}) / "theirs.onnx"
    place, details = adopt.brought(order(file, tmp_path / "job"), lambda _: None)
    assert [path.name for path in place.iterdir()] == ["theirs.onnx"]
    assert details.origin == {"files_sha256": {"theirs.onnx": sha256_of(file)}}
    assert file.exists()


def test_what_an_earlier_try_unpacked_gives_way(tmp_path: Path) -> None:
    write(tmp_path / "job" / "unpacked", {"stale.txt": b"of before"})
    place, _ = adopt.brought(order(packed(tmp_path), tmp_path / "job"), lambda _: None)
    assert sorted(path.name for path in place.iterdir()) == sorted(path.name for path in SHIPPED.iterdir())


def test_a_bundle_that_is_sent_is_taken_in_under_its_new_name_and_timed(tmp_path: Path) -> None:
    updates: list[Update] = []
    file = packed(tmp_path)
    write(tmp_path / "job" / "bundle", {"half.onnx": b"of a trainer that was lost"})
    result = adopt.run(order(file, tmp_path / "job"), updates.append)
    bundle = Bundle.load(result.bundle)
    assert (bundle.manifest.slug, bundle.manifest.labels) == ("theirs", Bundle.load(SHIPPED).manifest.labels)
    brought = bundle.manifest.lineage["brought"]
    assert brought["files_sha256"] == {"theirs.zip": sha256_of(file)}
    assert bundle.manifest.metrics["speed"]["model_bytes"] == bundle.file(MODEL).stat().st_size
    assert not (result.bundle / "half.onnx").exists()
    stages = dict.fromkeys(update.stage for update in updates if isinstance(update, Progress))
    assert list(stages) == ["unpack", "adopt", "measure"]


def test_an_archive_without_a_model_is_refused_with_what_is_expected(tmp_path: Path) -> None:
    file = zipped(tmp_path / "theirs.zip", {"notes.json": json.dumps({}).encode()})
    with pytest.raises(AdoptError, match="Expected is a bundle"):
        adopt.run(order(file, tmp_path / "job"), lambda _: None)


def test_it_answers_files_of_its_owner_and_says_which_it_cannot_read(tmp_path: Path) -> None:
    own = write(tmp_path, {"notes.png": b"words"}) / "notes.png"
    asked = order(packed(tmp_path), tmp_path / "job").model_copy(update={"own_files": (PHOTO, own)})
    photo, notes = adopt.run(asked, lambda _: None).answers
    assert isinstance(photo.output, Classification)
    assert (photo.output.answer, photo.error) == ("cat", "")
    assert notes.output is None
    assert "not an image" in notes.error


def test_files_alone_are_answered_by_what_was_made_before(tmp_path: Path) -> None:
    first = order(packed(tmp_path), tmp_path / "job")
    made = adopt.run(first, lambda _: None).bundle / "bundle.json"
    before = made.stat().st_mtime_ns
    told: list[Update] = []
    (answer,) = adopt.run(first.model_copy(update={"own_files": (PHOTO,)}), told.append).answers
    assert (answer.error, told, made.stat().st_mtime_ns) == ("", [], before)
    other = first.details.model_copy(update={"title": "Another"})
    adopt.run(first.model_copy(update={"details": other}), told.append)
    assert made.stat().st_mtime_ns > before


def test_what_was_made_before_and_is_damaged_is_made_again(tmp_path: Path) -> None:
    asked = order(packed(tmp_path), tmp_path / "job")
    (adopt.run(asked, lambda _: None).bundle / MODEL).write_bytes(b"half")
    assert Bundle.load(adopt.run(asked, lambda _: None).bundle)

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

SHIPPED = Path(__file__).parents[2] / "bundles" / "resnet-cifar10"


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

"""The manifest of variants, and of bundles from before there were any."""

import json
from pathlib import Path
from typing import Any

import pytest

from ml.bundle import Bundle, read_manifest, write_bundle
from ml.errors import BundleError

PLAIN: dict[str, Any] = {
    "slug": "tiny", "kind": "image-classification", "title": "Tiny", "summary": "", "licence": "",
    "preprocess": {"size": 8, "resize": "squash", "mean": (0, 0, 0), "std": (1, 1, 1)},
    "labels": ["cat", "dog"], "metrics": {}, "lineage": {}, "parameters": 1,
}  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    (tmp_path / "weights").write_bytes(b"weights")
    return {"model.onnx": tmp_path / "weights", "model.safetensors": tmp_path / "weights"}


def test_a_bundle_without_variant_and_architecture_still_loads(tmp_path: Path, files: dict[str, Path]) -> None:
    bundle = write_bundle(tmp_path / "old", PLAIN, {"model.onnx": files["model.onnx"]})
    assert "variant" not in json.loads((tmp_path / "old/bundle.json").read_text())
    assert bundle.manifest.variant is None
    assert bundle.manifest.architecture is None


def test_a_variant_names_its_parent_and_its_network(tmp_path: Path, files: dict[str, Path]) -> None:
    parent = write_bundle(tmp_path / "parent", PLAIN, files)
    architecture = {"family": "wide-resnet", "options": {"widths": [8, 8, 8]}, "mirror": True}
    more = {"variant": "pruned-int8", "architecture": architecture, "lineage": {"parent": parent.reference}}
    child = write_bundle(tmp_path / "child", PLAIN | more, files)
    assert child.manifest.lineage["parent"] == {"slug": "tiny", "digest": parent.digest}
    assert child.manifest.architecture is not None
    assert child.manifest.architecture.mirror
    assert Bundle.load(tmp_path / "child").manifest == child.manifest


def test_a_changed_weights_file_is_refused_though_it_is_not_served(tmp_path: Path, files: dict[str, Path]) -> None:
    bundle = write_bundle(tmp_path / "bundle", PLAIN, files)
    bundle.file("model.safetensors").write_bytes(b"other")
    with pytest.raises(BundleError, match=r"model\.safetensors differs from the sha256"):
        Bundle.load(tmp_path / "bundle")


@pytest.mark.parametrize("name", ["Int8", "int8!", ""])
def test_a_variant_is_named_in_small_letters(tmp_path: Path, files: dict[str, Path], name: str) -> None:
    with pytest.raises(BundleError, match="variant"):
        write_bundle(tmp_path / "bundle", PLAIN | {"variant": name}, files)


@pytest.mark.parametrize("more", [{"labels": ["c\0t", "dog"]}, {"lineage": {"by": "\\\0"}}])
def test_a_text_that_not_every_database_keeps_is_refused(
    tmp_path: Path, files: dict[str, Path], more: dict[str, object]
) -> None:
    with pytest.raises(BundleError, match="NUL"):
        write_bundle(tmp_path / "bundle", PLAIN | more, files)


def test_a_text_about_such_a_character_is_kept(tmp_path: Path, files: dict[str, Path]) -> None:
    assert write_bundle(tmp_path / "bundle", PLAIN | {"summary": "no \\u0000"}, files).manifest.summary == "no \\u0000"


def test_the_shipped_bundles_are_read() -> None:
    shipped = sorted((Path(__file__).parents[2] / "bundles").glob("*/bundle.json"))
    assert [read_manifest(file.parent).slug for file in shipped] == [
        "efficientnet-lite0",
        "resnet-cifar10",
        "wav2vec2-small",
    ]


@pytest.mark.parametrize("name", ["/etc/hostname", "../.evil", "a/b.onnx", ".hidden", "..", "", "model.onnx\n"])
def test_a_bundle_names_plain_files_beside_its_manifest_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "bundle.json").write_text(json.dumps({**PLAIN, "files": {name: "0" * 64}}))
    with pytest.raises(BundleError, match="is not valid"):
        Bundle.load(tmp_path)

"""Bundles become versions once, and are never changed after."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apps.catalogue.bundles import local_folder
from apps.catalogue.install import install
from apps.catalogue.models import Alias, Model, Version
from apps.catalogue.selectors import resolve
from ml.bundle import write_bundle
from ml.errors import BundleError

pytestmark = pytest.mark.django_db


def bundle(folder: Path, slug: str = "tiny", weights: bytes = b"weights", title: str = "Tiny") -> Path:
    """A bundle whose model nobody runs."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(weights)
    manifest = {
        "slug": slug, "kind": "image-classification", "title": title, "summary": "Knows nothing.", "licence": "MIT",
        "preprocess": {"size": 32, "resize": "squash", "mean": [0, 0, 0], "std": [1, 1, 1]}, "labels": ["a", "b"],
        "metrics": {}, "lineage": {}, "parameters": 1,
    }  # fmt: skip
    write_bundle(folder, manifest, {"model.onnx": folder / "model.onnx"})
    return folder


def production(slug: str = "tiny") -> int:
    return Alias.objects.get(model=slug, name="production").version.number


def test_the_first_bundle_of_a_kind_is_the_default_and_in_production(tmp_path: Path) -> None:
    version = install(bundle(tmp_path / "one"))
    assert (version.number, production()) == (1, 1)
    assert (local_folder(version) / "model.onnx").read_bytes() == b"weights"
    assert resolve(None, "image-classification").version == version
    install(bundle(tmp_path / "other", slug="other"))
    assert resolve(None, "image-classification").version == version


def test_the_same_bundle_twice_is_one_version(tmp_path: Path) -> None:
    first = install(bundle(tmp_path / "one"))
    assert install(bundle(tmp_path / "copy")) == first
    assert Version.objects.count() == 1


def test_a_version_whose_folder_was_lost_comes_back(tmp_path: Path) -> None:
    import shutil

    first = install(bundle(tmp_path / "one"))
    shutil.rmtree(local_folder(first))
    assert install(bundle(tmp_path / "one")) == first
    assert local_folder(first).is_dir()


def test_an_upgrade_moves_production_only_from_a_shipped_version(tmp_path: Path) -> None:
    install(bundle(tmp_path / "one", weights=b"1"), shipped=True)
    install(bundle(tmp_path / "two", weights=b"2"), shipped=True)
    assert production() == 2
    own = install(bundle(tmp_path / "own", weights=b"3"))
    assert production() == 2
    Alias.objects.filter(name="production").update(version=own)
    install(bundle(tmp_path / "four", weights=b"4"), shipped=True)
    assert production() == own.number


def test_a_model_is_called_as_its_version_in_production(tmp_path: Path) -> None:
    install(bundle(tmp_path / "one", weights=b"1"), shipped=True)
    install(bundle(tmp_path / "own", weights=b"2", title="Tiny (int8)"))
    assert Model.objects.get().title == "Tiny"
    install(bundle(tmp_path / "two", weights=b"3", title="Tiny, newer"), shipped=True)
    assert Model.objects.get().title == "Tiny, newer"


def test_a_damaged_bundle_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "one")
    (folder / "model.onnx").write_bytes(b"changed")
    with pytest.raises(BundleError, match=r"model\.onnx differs"):
        install(folder)
    with pytest.raises(CommandError, match=r"model\.onnx differs"):
        call_command("install_bundles", str(folder))
    assert Model.objects.count() == 0


@pytest.mark.parametrize("change", [{"slug": "../up"}, {"kind": "poetry"}, {"labels": None}, {"extra": 1}])
def test_a_manifest_that_says_something_else_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    folder = bundle(tmp_path / "one")
    manifest = json.loads((folder / "bundle.json").read_text())
    (folder / "bundle.json").write_text(json.dumps({**manifest, **change}))
    with pytest.raises(BundleError, match=r"not valid"):
        install(folder)


def test_a_bundle_of_another_kind_cannot_take_a_models_name(tmp_path: Path) -> None:
    install(bundle(tmp_path / "one"))
    folder = bundle(tmp_path / "two", weights=b"2")
    manifest = json.loads((folder / "bundle.json").read_text())
    speech = {
        "sample_rate": 16000, "normalize": True, "buckets": [1.0], "window_seconds": 20.0, "overlap_seconds": 2.0,
        "frame_stride": 320,
    }  # fmt: skip
    changed = {"kind": "speech-recognition", "preprocess": speech, "vocabulary": ["-", "|", "A"], "blank": 0}
    kept = {name: value for name, value in manifest.items() if name != "labels"}
    (folder / "bundle.json").write_text(json.dumps({**kept, **changed, "word_delimiter": "|"}))
    with pytest.raises(BundleError, match=r"^tiny is a model for image-classification; this bundle is for speech-rec"):
        install(folder)
    assert (Model.objects.get().kind, Version.objects.count()) == ("image-classification", 1)


def test_the_command_names_each_version_and_where_its_aliases_point(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = [str(bundle(tmp_path / str(number), weights=bytes([number]))) for number in (1, 2)]
    call_command("install_bundles", *folders)
    assert capsys.readouterr().out.splitlines() == ["tiny v1 (production)", "tiny v2 (no alias)"]


def test_without_folders_the_command_installs_what_travels_with_slipway(tmp_path: Path, settings: Any) -> None:
    settings.SHIPPED_BUNDLES_DIR = tmp_path
    bundle(tmp_path / "tiny")
    call_command("install_bundles")
    call_command("install_bundles")
    assert list(Version.objects.values_list("model_id", "number", "shipped")) == [("tiny", 1, True)]

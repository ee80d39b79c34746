"""The files of a bundle anew from its weights; runs where torch is installed."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from ml.bundle import Bundle, write_bundle  # noqa: E402
from ml.commands import export  # noqa: E402
from ml.errors import BundleError  # noqa: E402
from ml.export.reexport import network_of, reexport  # noqa: E402
from ml.tests.training import frozen_sets  # noqa: E402

SHIPPED = Path(__file__).parents[2] / "bundles"


@pytest.mark.parametrize("slug", ["resnet-cifar10", "wav2vec2-small"])
def test_the_weights_of_the_shipped_models_compute_what_is_served(slug: str) -> None:
    bundle = Bundle.load(SHIPPED / slug)
    network, _ = network_of(bundle)
    parameters = sum(weight.numel() for weight in network.parameters())
    assert parameters == bundle.manifest.parameters


def test_what_is_exported_again_answers_as_before(tmp_path: Path) -> None:
    data_set = frozen_sets.pictures(tmp_path / "noise", classes=("airplane", "automobile"))
    bundle = Bundle.load(SHIPPED / "resnet-cifar10")
    again, parity = reexport(bundle, data_set, tmp_path / "again")
    assert (parity.items, parity.differing) == (12, 0)
    assert again.manifest.metrics["top1"] == bundle.manifest.metrics["top1"]
    assert again.manifest.files["model.safetensors"] == bundle.manifest.files["model.safetensors"]


def test_a_bundle_without_weights_is_not_exported(tmp_path: Path) -> None:
    bundle = Bundle.load(SHIPPED / "resnet-cifar10")
    content = bundle.manifest.model_dump(mode="json", exclude_none=True, exclude={"files"})
    bare = write_bundle(tmp_path / "bare", content, {"model.onnx": bundle.file("model.onnx")})
    with pytest.raises(BundleError, match=r"resnet-cifar10 has no model\.safetensors"):
        network_of(bare)


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    bundle = Bundle.load(SHIPPED / "resnet-cifar10")
    content = bundle.manifest.model_dump(mode="json", exclude_none=True, exclude={"files"})
    content["architecture"] = {"family": "resnet20"}
    files = {name: bundle.file(name) for name in bundle.manifest.files}
    with pytest.raises(BundleError, match="does not fill a resnet20"):
        network_of(write_bundle(tmp_path / "wrong", content, files))


def test_the_command_says_how_far_the_files_are_from_torch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    frozen_sets.pictures(tmp_path / "noise", classes=("airplane", "automobile"))
    parser = argparse.ArgumentParser()
    export.add_parser(parser.add_subparsers())
    words = ["export", str(SHIPPED / "resnet-cifar10"), str(tmp_path / "again"), "--data-set", str(tmp_path / "noise")]
    arguments = parser.parse_args([*words, "--items", "4"])
    assert arguments.run(arguments) == 0
    assert "0 of 4 validation items are answered otherwise" in capsys.readouterr().out
    with pytest.raises(BundleError, match="holds a bundle already"):
        arguments.run(arguments)

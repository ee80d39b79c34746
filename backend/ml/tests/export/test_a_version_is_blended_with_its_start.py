"""Averaged weights of a version and of what it was trained to; runs where torch is installed."""

import argparse
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from ml.bundle import Bundle, write_bundle  # noqa: E402
from ml.commands import blend as command  # noqa: E402
from ml.errors import BundleError  # noqa: E402
from ml.export.blend import averaged, blend  # noqa: E402
from ml.export.weights import load_weights  # noqa: E402
from ml.tests.training import frozen_sets  # noqa: E402

SPEECH = Path(__file__).parents[2] / "bundles" / "wav2vec2-small"
PICTURES = SPEECH.parent / "resnet-cifar10"


def louder(folder: Path, by: float) -> Bundle:
    """The shipped speech model with each weight times `by`."""
    from safetensors.torch import save_file

    bundle = Bundle.load(SPEECH)
    state = {name: tensor * by for name, tensor in load_weights(bundle.file("model.safetensors")).items()}
    save_file(state, folder.with_suffix(".safetensors"))
    content = bundle.manifest.model_dump(mode="json", exclude_none=True, exclude={"files"})
    files = {"model.onnx": bundle.file("model.onnx"), "model.safetensors": folder.with_suffix(".safetensors")}
    return write_bundle(folder, content, files)


def test_a_share_of_each_weight_is_of_the_trained_one() -> None:
    mixed = averaged({"w": torch.tensor([0.0, 10.0])}, {"w": torch.tensor([1.0, 20.0])}, 0.25)
    assert mixed["w"].tolist() == [0.25, 12.5]


def test_weights_of_two_networks_are_not_averaged() -> None:
    with pytest.raises(BundleError, match="not of one network"):
        averaged({"w": torch.zeros(2)}, {"w": torch.zeros(3)}, 0.5)


def test_the_blend_is_a_bundle_that_answers_and_says_what_it_is_of(tmp_path: Path) -> None:
    start, trained = Bundle.load(SPEECH), louder(tmp_path / "louder", 1.02)
    made, parity = blend(
        start, trained, frozen_sets.sounds(tmp_path / "tones"), tmp_path / "made", share=0.5, quieter_blank=0.5
    )
    assert (parity.items, parity.differing) == (6, 0)
    before, after = (load_weights(bundle.file("model.safetensors")) for bundle in (start, made))
    assert torch.allclose(after["lm_head.weight"], before["lm_head.weight"] * 1.01, rtol=2e-3, atol=1e-6)
    assert after["lm_head.bias"][0] == pytest.approx(float(before["lm_head.bias"][0]) * 1.01 - 0.5, abs=1e-5)
    assert made.manifest.grammars == start.manifest.grammars
    assert made.manifest.familiarity is None
    assert "an4_wer" not in made.manifest.metrics
    assert made.manifest.lineage["blend"] == {
        "share": 0.5, "quieter_blank": 0.5, "start": start.reference, "trained": trained.reference,
    }  # fmt: skip


def test_what_cannot_be_blended_is_refused(tmp_path: Path) -> None:
    tones, pictures = frozen_sets.sounds(tmp_path / "tones"), Bundle.load(PICTURES)
    with pytest.raises(BundleError, match="from 0 to 1"):
        blend(pictures, pictures, tones, tmp_path / "made", share=1.5)
    with pytest.raises(BundleError, match="no blank"):
        blend(pictures, pictures, tones, tmp_path / "made", share=0.5, quieter_blank=1)
    with pytest.raises(BundleError, match="not of one network"):
        blend(pictures, Bundle.load(SPEECH), tones, tmp_path / "made", share=0.5)


def test_the_command_refuses_a_folder_that_is_taken(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    words = ["blend", str(PICTURES), str(PICTURES), str(PICTURES), "--share", "0.5", "--data-set", str(tmp_path)]
    arguments = parser.parse_args(words)
    with pytest.raises(BundleError, match="holds a bundle already"):
        arguments.run(arguments)

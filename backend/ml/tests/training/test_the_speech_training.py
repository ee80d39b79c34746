"""The network of the shipped speech model: how it begins, its frames, its export; runs where torch is installed."""

from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from ml.bundle import Bundle  # noqa: E402
from ml.export.to_onnx import largest_difference, store_weights_in_half, to_onnx  # noqa: E402
from ml.speech.consistency import divergence  # noqa: E402
from ml.speech.filter_bank import filter_bank  # noqa: E402
from ml.speech.networks import TINY, build, start_as_filter_bank  # noqa: E402
from ml.speech.recipe import SMALL_WORLD  # noqa: E402
from ml.speech.train import SpeechTraining, spec_of  # noqa: E402
from ml.tests.training.frozen_sets import RATE, sounds  # noqa: E402


def test_the_first_layer_starts_as_band_passes_on_the_mel_scale() -> None:
    network = build(TINY | {"conv_dim": (120, 16, 16, 16)}, 29)
    start_as_filter_bank(network)
    first = network.wav2vec2.feature_extractor.conv_layers[0].conv.weight.detach()
    assert torch.equal(first, filter_bank(120, 256))
    peaks = torch.fft.rfft(first[:, 0], 4096).abs().argmax(1) * RATE / 4096
    assert torch.all(peaks[3:].diff() >= -25)
    assert peaks[0] < 250
    assert peaks[-1] > 6500


def test_one_frame_is_20_ms() -> None:
    logits = build(TINY, 29).eval()(torch.randn(1, RATE * 4)).logits
    assert logits.shape[0] == 1
    assert abs(logits.shape[1] - 200) <= 4


def test_a_clip_without_words_costs_what_is_written_into_it(tmp_path: Path) -> None:
    recipe = SMALL_WORLD.model_copy(update={"architecture": "wav2vec2-tiny"})
    task = SpeechTraining(recipe, sounds(tmp_path / "letters"), None)
    silent, loud = torch.zeros(2, 50, 4), torch.zeros(2, 50, 4)
    silent[:, :, 0], loud[:, :, 2] = 9, 9
    texts = ["", "A"]
    assert task.ctc(silent, texts)[0] < 0.1 < task.ctc(loud, texts)[0]
    assert torch.isfinite(task.ctc(loud, texts)).all()


def test_two_views_that_agree_cost_nothing_more_and_others_learn_from_each_other() -> None:
    one, other = torch.randn(2, 3, 50, 4)
    assert divergence(torch.cat([one, one])) == pytest.approx(0, abs=1e-5)
    views = torch.cat([one, other]).requires_grad_(True)
    divergence(views).backward()
    nearer = (views - 0.1 * views.grad).detach()
    assert 0 < divergence(nearer) < divergence(views)
    assert views.grad[:3].abs().sum() > 0 < views.grad[3:].abs().sum()


def test_a_batch_holds_two_views_of_each_clip_with_one_text(tmp_path: Path) -> None:
    changed = {"architecture": "wav2vec2-tiny", "consistency": 0.2, "buckets": (1.0, 2.0)}
    task = SpeechTraining(SMALL_WORLD.model_copy(update=changed), sounds(tmp_path / "letters"), None)
    items = [task.training[draw] for draw in task.plan(1)(0)[0]]
    waves, texts = task.collate(items)
    assert len(waves) == 2 * len(texts)
    first, second = waves.chunk(2)
    assert not torch.equal(first, second)
    assert torch.isfinite(task.loss(task.model()(waves), texts))


@pytest.mark.parametrize("norm", ["layer", "group"])
def test_the_exported_network_is_exact_at_lengths_and_batches_other_than_the_traced_one(
    tmp_path: Path, norm: str
) -> None:
    torch.manual_seed(0)
    network = build(TINY | {"feat_extract_norm": norm}, 29).eval()
    to_onnx(network, torch.randn(2, 16_000), tmp_path / "model.onnx", "wave", dynamic=(0, 1))
    inputs = [torch.randn(count, samples) for count, samples in ((1, 11_200), (1, 40_000), (4, 16_000), (3, 52_345))]
    assert largest_difference(network, tmp_path / "model.onnx", inputs) < 1e-4
    store_weights_in_half(tmp_path / "model.onnx")
    assert largest_difference(network, tmp_path / "model.onnx", inputs) < 5e-2


def test_what_starts_from_a_model_that_is_served_without_padding_learns_with_it() -> None:
    bundle = Bundle.load(Path(__file__).parents[2] / "bundles/wav2vec2-small")
    theirs = bundle.manifest.preprocess.model_copy(update={"padding": "none"})
    parent = replace(bundle, manifest=bundle.manifest.model_copy(update={"preprocess": theirs}))
    assert parent.manifest.architecture
    assert spec_of(SMALL_WORLD, parent.manifest.architecture, parent).padding is None

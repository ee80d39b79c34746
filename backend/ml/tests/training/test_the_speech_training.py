"""Data, network, training and export of the speech model, on a tiny scale; runs where torch is installed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from ml.export.to_onnx import largest_difference, store_weights_in_half, to_onnx  # noqa: E402
from ml.speech.corpus import read_cache, speech_bounds, write_cache  # noqa: E402
from ml.speech.data import batches, held_out, open_pool  # noqa: E402
from ml.speech.model import build_model, filter_bank  # noqa: E402
from ml.speech.phrases import WORDS, as_spoken, phrase  # noqa: E402
from ml.speech.recipes import RECIPES, Architecture  # noqa: E402
from ml.speech.train import Run, ctc_loss, learning_rate  # noqa: E402
from ml.speech.vocabulary import encode  # noqa: E402

TINY = Architecture(conv_dim=(12, 16, 16, 16), hidden=32, layers=2, heads=2, intermediate=64, position_groups=4)
RECIPE = replace(RECIPES["wav2vec2-small"], architecture=TINY, seconds_per_batch=4.0, warmup=2)


def clip(seconds: float, hertz: float) -> npt.NDArray[np.int16]:
    """A tone with silence around it."""
    tone = np.sin(2 * np.pi * hertz * np.arange(int(seconds * 16_000)) / 16_000) * 9000
    return np.pad(tone, 4000).astype(np.int16)


def corpus(source: str) -> Iterator[tuple[dict[str, str], npt.NDArray[np.int16]]]:
    texts = {"an4": ["YES", "A B", "NINE"], "speech-commands": ["ONE", "STOP"], "flite": ["TWO", "TURN ON"]}
    for number in range(20):
        for split in ("train", "test", "dev"):
            text = texts[source][number % len(texts[source])]
            row = {"speaker": f"{split}{number}", "split": split, "text": text}
            yield row, clip(0.4, 300 + 10 * number)
    if source == "speech-commands":
        yield {"speaker": "-", "split": "noise", "text": ""}, clip(1, 50)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    for source in ("an4", "speech-commands", "flite"):
        write_cache(tmp_path, source, corpus(source))
    return tmp_path


def test_a_cache_gives_back_every_clip_with_the_bounds_of_its_speech(cache: Path) -> None:
    samples, clips = read_cache(cache, "an4")
    assert len(clips) == 60
    first = clips[0]
    assert np.array_equal(samples[first.start : first.stop], clip(0.4, 300))
    assert first.onset == pytest.approx(4000, abs=500)
    assert first.offset == pytest.approx(4000 + 6400, abs=700)


def test_a_clip_of_noise_is_speech_from_end_to_end() -> None:
    noise = (np.random.default_rng(0).standard_normal(16_000) * 2000).astype(np.int16)
    assert speech_bounds(noise) == (0, 16_000)


def test_no_test_clip_and_no_held_out_speaker_is_trained_on(cache: Path) -> None:
    pool = open_pool(cache)
    for kind, clips in pool.clips.items():
        assert all(clip.split != "test" for clip in clips)
        if not kind.startswith("dev-") and kind != "noise":
            assert all(clip.split == "train" for clip in clips)
            assert not any(clip.source == "an4" and held_out(clip.speaker) for clip in clips)


def test_a_batch_has_one_shape_and_each_row_is_normalised_alone(cache: Path) -> None:
    stream = batches(open_pool(cache), RECIPE, 1)
    for _ in range(6):
        waves, texts = next(stream)
        assert waves.shape[1] / 16_000 in RECIPE.buckets
        assert waves.size >= 4 * 16_000
        assert len(waves) == len(texts)
        for row in waves:
            sound = row[: np.flatnonzero(row)[-1] + 1]
            assert sound.std() == pytest.approx(1, abs=0.05)
            assert sound.mean() == pytest.approx(0, abs=0.05)


def test_the_same_seed_gives_the_same_batches(cache: Path) -> None:
    pool = open_pool(cache)
    one, two, other = (next(batches(pool, RECIPE, seed)) for seed in (1, 1, 2))
    assert np.array_equal(one[0], two[0])
    assert one[1] == two[1]
    assert one[1] != other[1] or not np.array_equal(one[0], other[0])


def test_every_phrase_can_be_written_with_the_vocabulary_and_spoken() -> None:
    random = Random(1)
    for text in [*WORDS, *(phrase(random) for _ in range(500))]:
        assert len(encode(text)) == len(text)
        assert as_spoken(text)
    assert as_spoken("B TWO") == "bee two"


def test_the_first_layer_starts_as_band_passes_on_the_mel_scale() -> None:
    spectrum = torch.fft.rfft(filter_bank(120, 256)[:, 0], 4096).abs()
    peaks = spectrum.argmax(1) * 16_000 / 4096
    assert torch.all(peaks[3:].diff() >= -25)
    assert peaks[0] < 250
    assert peaks[-1] > 6500


def test_one_frame_is_20_ms() -> None:
    logits = build_model(TINY).eval()(torch.randn(1, 16_000 * 4)).logits
    assert logits.shape[0] == 1
    assert abs(logits.shape[1] - 200) <= 4


def test_the_rate_warms_up_holds_and_falls_to_zero() -> None:
    recipe = replace(RECIPE, steps=100, warmup=10, decay=20, learning_rate=1.0)
    assert learning_rate(recipe, 0) == pytest.approx(0.1)
    assert learning_rate(recipe, 50) == 1.0
    assert learning_rate(recipe, 90) == 0.5
    assert learning_rate(recipe, 100) == 0.0


def test_the_loss_accepts_a_clip_without_words() -> None:
    loss = ctc_loss(torch.zeros(2, 50, 29), ["", "NO"])
    assert torch.isfinite(loss)


def test_training_lowers_the_loss_and_goes_on_from_a_checkpoint(cache: Path, tmp_path: Path) -> None:
    batch = next(batches(open_pool(cache), RECIPE, 1))
    run = Run(RECIPE, tmp_path)
    losses = [run.advance(batch) for _ in range(12)]
    assert losses[-1] < 0.8 * losses[0]
    run.save()
    again = Run(RECIPE, tmp_path)
    again.resume()
    assert again.step == 12
    assert again.advance(batch) == pytest.approx(run.advance(batch), rel=1e-2)


@pytest.mark.parametrize("norm", ["layer", "group"])
def test_the_exported_network_is_exact_at_lengths_and_batches_other_than_the_traced_one(
    tmp_path: Path, norm: str
) -> None:
    torch.manual_seed(0)
    network = build_model(replace(TINY, norm=norm)).eval()
    to_onnx(network, torch.randn(2, 16_000), tmp_path / "model.onnx", "wave", dynamic=(0, 1))
    inputs = [torch.randn(count, samples) for count, samples in ((1, 11_200), (1, 40_000), (4, 16_000), (3, 52_345))]
    assert largest_difference(network, tmp_path / "model.onnx", inputs) < 1e-4
    store_weights_in_half(tmp_path / "model.onnx")
    assert largest_difference(network, tmp_path / "model.onnx", inputs) < 5e-2

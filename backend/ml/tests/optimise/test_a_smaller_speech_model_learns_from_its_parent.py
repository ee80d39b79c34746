"""Pruning and distillation of speech models on tones; runs where torch is installed."""

from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("torch_pruning")
pytest.importorskip("accelerate")

from safetensors.torch import load_file  # noqa: E402

from ml.bundle import Bundle, write_bundle  # noqa: E402
from ml.errors import OptimiseError  # noqa: E402
from ml.export.parts import Trained, write_parts  # noqa: E402
from ml.export.reexport import reexport  # noqa: E402
from ml.optimise import distil, int8, prune  # noqa: E402
from ml.optimise.train_student import Distillation, task_for  # noqa: E402
from ml.serving.engine import load  # noqa: E402
from ml.speech import networks as speech_networks  # noqa: E402
from ml.speech.distil import SpeechStudent  # noqa: E402
from ml.speech.prune import pruned  # noqa: E402
from ml.speech.recipe import SpeechRecipe  # noqa: E402
from ml.tests.training import frozen_sets  # noqa: E402
from ml.training.events import Event  # noqa: E402
from ml.training.weights import parameters_of  # noqa: E402
from ml.types import Item, Result  # noqa: E402

SPOKEN = SpeechRecipe(epochs=1, seconds_per_batch=8, buckets=(1.0, 2.0), learning_rate=1e-4)


def silent(_: Event) -> None:
    """Nobody listens."""


def speech_parent(folder: Path) -> Bundle:
    """A Wav2Vec2 of two narrow layers and random weights that writes A, B and spaces."""
    torch.manual_seed(0)
    options = {**speech_networks.options_of("wav2vec2-tiny"), "hidden_size": 64, "intermediate_size": 128}
    vocabulary = ("<blank>", "|", "A", "B")
    network = speech_networks.build(options, len(vocabulary), 0).eval()
    inputs = [torch.randn(1, 16_000), torch.randn(2, 24_000)]
    read = lambda logits: [row.argmax(-1).tolist() for row in logits]  # noqa: E731
    folder.mkdir()
    files, _ = write_parts(Trained(network, network, "wave", (0, 1), inputs, [], read), folder)
    manifest = {
        "slug": "tones", "kind": "speech-recognition", "title": "Tones", "summary": "", "licence": "",
        "preprocess": {
            "sample_rate": 16_000, "normalize": True, "buckets": (1.0, 2.0), "window_seconds": 2.0,
            "overlap_seconds": 0.5, "frame_stride": 320,
        },
        "vocabulary": vocabulary, "blank": 0, "word_delimiter": "|", "metrics": {}, "lineage": {},
        "parameters": parameters_of(network), "architecture": {"family": "wav2vec2", "options": options},
    }  # fmt: skip
    return write_bundle(folder / "bundle", manifest, files)


def test_a_speech_model_teaches_a_smaller_one_and_both_are_quantised(tmp_path: Path) -> None:
    parent, tones = speech_parent(tmp_path / "parent"), frozen_sets.sounds(tmp_path / "tones")
    recipe = SpeechRecipe(architecture="wav2vec2-tiny", epochs=1, seconds_per_batch=8, buckets=(1.0, 2.0))
    child = distil.make(parent, tones, distil.DistilOptions(Distillation(recipe)), tmp_path / "student", silent)
    assert child.manifest.parameters < parent.manifest.parameters / 2
    options = int8.Int8Options(methods=("minmax",), allowed_loss=1.0)
    static = int8.make(child, tones, options, tmp_path / "static", silent)
    assert static.manifest.variant == "distilled-int8"
    dynamic = int8.make(parent, tones, replace(options, mode="dynamic"), tmp_path / "dynamic", silent)
    assert dynamic.file("model.onnx").stat().st_size < 0.9 * parent.file("model.onnx").stat().st_size


def test_a_speech_model_keeps_half_of_its_layers_and_begins_with_what_they_know(tmp_path: Path) -> None:
    parent, tones = speech_parent(tmp_path / "parent"), frozen_sets.sounds(tmp_path / "tones")
    options = distil.DistilOptions(Distillation(SPOKEN), layers=(1,))
    child = distil.make(parent, tones, options, tmp_path / "student", silent)
    assert child.manifest.architecture is not None
    assert child.manifest.architecture.options["num_hidden_layers"] == 1
    assert child.manifest.lineage["optimise"]["layers"] == [1]
    before, after = (load_file(bundle.file("model.safetensors")) for bundle in (parent, child))
    name = "wav2vec2.encoder.layers.{}.attention.q_proj.weight"
    assert torch.allclose(before[name.format(1)].float(), after[name.format(0)].float(), atol=0.01)


def test_a_pruned_speech_model_is_served_and_can_learn_and_teach_further(tmp_path: Path) -> None:
    parent, tones = speech_parent(tmp_path / "parent"), frozen_sets.sounds(tmp_path / "tones")
    options = prune.PruneOptions(Distillation(SPOKEN), keep=0.75, multiple=4)
    child = prune.make(parent, tones, options, tmp_path / "pruned", silent)
    assert 0.5 * parent.manifest.parameters < child.manifest.parameters <= 0.75 * parent.manifest.parameters
    answer = load(child.folder, "cpu", 1).predict_many([Item(tones.path(tones.items("test")[0]))])[0]
    assert isinstance(answer, Result)
    student = distil.make(
        child, tones, distil.DistilOptions(Distillation(SPOKEN), layers=(0,)), tmp_path / "student", silent
    )
    assert student.manifest.variant == "pruned-distilled"
    assert student.manifest.parameters < child.manifest.parameters
    again, _ = reexport(student, tones, tmp_path / "again")
    assert again.manifest.parameters == student.manifest.parameters


def test_heads_and_neurons_that_say_nothing_go_first(tmp_path: Path) -> None:
    parent, tones = speech_parent(tmp_path / "parent"), frozen_sets.sounds(tmp_path / "tones")
    task = task_for(parent, tones, Distillation(SPOKEN))
    assert isinstance(task, SpeechStudent)
    layer = task.network.wav2vec2.encoder.layers[0]
    width = layer.attention.head_dim
    with torch.no_grad():
        layer.attention.out_proj.weight[:, :width] = 0
        layer.feed_forward.output_dense.weight[:, ::2] = 0
    wave = torch.randn(1, 16_000)
    task.network.eval()
    silent_weights = width * 4 * 64 + 64 * 2 * 64
    keep = 1 - 0.95 * silent_weights / parameters_of(task.network)
    smaller = pruned(task, range(8), keep=keep, multiple=1).eval()
    assert smaller.wav2vec2.encoder.layers[0].attention.q_proj.out_features == width
    assert torch.allclose(smaller(wave).logits, task.network(wave).logits, atol=1e-4)


def test_a_speech_model_is_not_pruned_to_next_to_nothing(tmp_path: Path) -> None:
    parent, tones = speech_parent(tmp_path / "parent"), frozen_sets.sounds(tmp_path / "tones")
    options = prune.PruneOptions(Distillation(SPOKEN), keep=0.1)
    with pytest.raises(OptimiseError, match="cannot be pruned to 10% of its weights; keep more of it"):
        prune.make(parent, tones, options, tmp_path / "pruned", silent)


def test_texts_that_the_parent_cannot_write_are_refused(tmp_path: Path) -> None:
    parent = speech_parent(tmp_path / "parent")
    tones = frozen_sets.sounds(tmp_path / "tones", texts=("A", "D"))
    with pytest.raises(OptimiseError, match="tones cannot write 'D', which tones has"):
        prune.make(parent, tones, prune.PruneOptions(Distillation(SPOKEN)), tmp_path / "pruned", silent)

"""A graph that listens becomes a model that transcribes, by its vocabulary; its frames are measured, not believed."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
pytest.importorskip("torch")

from onnx import TensorProto, helper  # noqa: E402

from ml.adopt.details import Details  # noqa: E402
from ml.adopt.folder import adopt  # noqa: E402
from ml.adopt.vocabulary import alphabet_in, heard_in  # noqa: E402
from ml.bundle import MODEL, Bundle  # noqa: E402
from ml.errors import AdoptError  # noqa: E402
from ml.serving.session import open_session  # noqa: E402
from ml.speech.preprocess import padded  # noqa: E402
from ml.speech.spec import SoundSpec, sound_spec  # noqa: E402

DETAILS: dict[str, Any] = {"slug": "ear", "title": "Ear", "licence": "MIT", "source": "ear.onnx"}
SIGNS = ("<pad>", "|", "A", "B")
PICTURES = {"size": 32, "resize": "squash", "mean": [0, 0, 0], "std": [1, 1, 1]}
RATE = {"sample_rate": 8000, "normalize": False}


def take_in(folder: Path, **more: Any) -> Bundle:
    description = Details(**{**DETAILS, **more})
    return adopt(folder, description, folder.parent / "bundle", lambda _: None)


def ear(folder: Path, stride: int = 160, length: Any = "t", ends: tuple[str, str] = ("x", "y"), axes: int = 2) -> Path:
    """A graph of one convolution of 400 samples, with a name inside that bundles use themselves."""
    inside = "z" if "logits" in ends else "logits"
    weights = [
        helper.make_tensor("axis", TensorProto.INT64, [1], [1]),
        helper.make_tensor("filters", TensorProto.FLOAT, [len(SIGNS), 1, 400], [0.01 * (n % 7) for n in range(1600)]),
    ]
    nodes = [
        helper.make_node("Unsqueeze", [ends[0], "axis"], ["pixels"]),
        helper.make_node("Conv", ["pixels", "filters"], [inside], strides=[stride]),
        helper.make_node("Transpose", [inside], [ends[1]], perm=[0, 2, 1]),
    ]
    shapes = ["n", length, 80][:axes], ["n", "frames", len(SIGNS)]
    values = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in zip(ends, shapes, strict=True)
    ]
    made = helper.make_model(
        helper.make_graph(nodes, "ear", values[:1], values[1:], weights),
        opset_imports=[helper.make_opsetid("", 20)],
        ir_version=9,
    )
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(made, folder / "ear.onnx")
    return folder


@pytest.mark.parametrize("stride", [160, 317, 640])
def test_the_stride_of_the_frames_is_found_by_listening(tmp_path: Path, stride: int) -> None:
    spec = take_in(ear(tmp_path / "in", stride), vocabulary=SIGNS, preprocess=RATE).manifest.preprocess
    assert isinstance(spec, SoundSpec)
    assert (spec.frame_stride, spec.sample_rate, spec.normalize) == (stride, 8000, False)


@pytest.mark.parametrize("ends", [("x", "y"), ("wave", "logits"), ("logits", "pixels_out"), ("input", "wave")])
def test_whatever_its_ends_are_called_it_is_served(tmp_path: Path, ends: tuple[str, str]) -> None:
    manifest = take_in(ear(tmp_path / "in", ends=ends), vocabulary=SIGNS).manifest
    assert (manifest.kind, manifest.vocabulary, manifest.blank) == ("speech-recognition", SIGNS, 0)
    assert manifest.word_delimiter == "|"
    assert len(manifest.lineage["preprocess_sha256"]) == 64


def test_the_files_of_hugging_face_beside_a_graph_say_what_it_hears(tmp_path: Path) -> None:
    folder = ear(tmp_path / "in")
    (folder / "vocab.json").write_text(json.dumps({sign: place for place, sign in enumerate(("A", "B", "|", "[CLS]"))}))
    (folder / "config.json").write_text(json.dumps({"vocab_size": 4, "pad_token_id": 3}))
    (folder / "preprocessor_config.json").write_text(json.dumps({"sampling_rate": 8000, "do_normalize": False}))
    manifest = take_in(folder).manifest
    assert (manifest.vocabulary, manifest.blank) == (("A", "B", "|", "[CLS]"), 3)
    assert isinstance(manifest.preprocess, SoundSpec)
    assert (manifest.preprocess.sample_rate, manifest.preprocess.normalize) == (8000, False)


@pytest.mark.parametrize(
    ("changes", "options", "words"),
    [
        ({}, {"vocabulary": SIGNS[:3]}, "3 characters were named"),
        ({}, {"vocabulary": ("A", "B", "C", "D")}, "which character is CTC's blank"),
        ({}, {"vocabulary": ("<pad>", "A", "A", "B")}, "'A' more than once"),
        ({}, {"vocabulary": SIGNS, "labels": SIGNS}, "send one of the two"),
        ({}, {"vocabulary": SIGNS, "preprocess": {"sample_rate": 10}}, "sample_rate"),
        ({}, {"vocabulary": SIGNS, "preprocess": {"rate": 16000}}, "rate"),
        ({"length": 16000}, {"vocabulary": SIGNS}, r"float \(n, 16000\): it takes waves of 16000 samples alone"),
        ({"axes": 3}, {"vocabulary": SIGNS}, r"input is float \(n, t, 80\); expected is float32 \(N, T\), a wave"),
        ({"stride": 20}, {"vocabulary": SIGNS}, "a frame more every 20 samples"),
        (
            {},
            {"labels": SIGNS, "preprocess": {"size": 32, "resize": "squash", "mean": [0] * 3, "std": [1] * 3}},
            "pictures",
        ),
    ],
)
def test_a_graph_that_does_not_listen_as_it_was_said_is_refused(
    tmp_path: Path, changes: dict[str, Any], options: dict[str, Any], words: str
) -> None:
    with pytest.raises(AdoptError, match=words):
        take_in(ear(tmp_path / "in", **changes), **options)


def test_a_mask_beside_the_wave_is_filled_with_ones(tmp_path: Path) -> None:
    folder = ear(tmp_path / "in")
    model = onnx.load(folder / "ear.onnx")
    model.graph.input.append(helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["n", "t"]))
    scale = [
        helper.make_node("Cast", ["attention_mask"], ["ones"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["x", "ones"], ["masked"]),
    ]
    model.graph.node[0].input[0] = "masked"
    nodes = [*scale, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, folder / "ear.onnx")
    masked = take_in(folder, vocabulary=SIGNS)
    plain = adopt(ear(tmp_path / "plain"), Details(**DETAILS, vocabulary=SIGNS), tmp_path / "other", lambda _: None)
    wave = np.random.default_rng(1).standard_normal((2, 9000)).astype(np.float32)
    one, other = (open_session(bundle.file(MODEL), "cpu", 1).run(wave) for bundle in (masked, plain))
    assert np.allclose(one, other)


def test_waves_of_others_are_not_padded(tmp_path: Path) -> None:
    bundle = take_in(ear(tmp_path / "in"), vocabulary=SIGNS)
    spec = sound_spec(bundle.manifest.preprocess)
    assert [len(padded(np.ones(samples, np.float32), spec).wave) for samples in (17_600, 5_000, 10)] == [
        17_600,
        5_000,
        1_600,
    ]


@pytest.mark.parametrize("name", ["preprocessor_config.json", "processor_config.json"])
def test_what_transformers_says_of_the_sound_is_read(tmp_path: Path, name: str) -> None:
    said = {"sampling_rate": 8000, "do_normalize": False}
    (tmp_path / name).write_text(json.dumps({"feature_extractor": said} if name.startswith("processor") else said))
    assert heard_in(tmp_path) == {"sample_rate": 8000, "normalize": False}


@pytest.mark.parametrize(
    ("places", "config", "words"),
    [
        (
            {"E": 0, "T": 1, "[PAD]": 2},
            {"pad_token_id": 0},
            r"blank would be 'E', a letter; vocab\.json has \[PAD\] at 2",
        ),
        ({"eng": {"a": 0}, "deu": {"b": 0}}, {}, "for each of 2 languages"),
    ],
)
def test_a_vocabulary_that_contradicts_itself_is_told(
    tmp_path: Path, places: dict[str, Any], config: dict[str, Any], words: str
) -> None:
    (tmp_path / "vocab.json").write_text(json.dumps(places))
    (tmp_path / "config.json").write_text(json.dumps(config))
    with pytest.raises(AdoptError, match=words):
        alphabet_in(tmp_path)

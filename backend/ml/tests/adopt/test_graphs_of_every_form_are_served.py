"""However a graph takes pictures and whatever it answers: the service's scores are its own, or it is refused."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

onnx = pytest.importorskip("onnx")
pytest.importorskip("torch")

from onnx import TensorProto, helper, numpy_helper  # noqa: E402

from ml.adopt import outcome  # noqa: E402
from ml.adopt.details import Details  # noqa: E402
from ml.adopt.folder import adopt  # noqa: E402
from ml.adopt.picture_files import settings_in  # noqa: E402
from ml.bundle import Bundle  # noqa: E402
from ml.errors import AdoptError  # noqa: E402
from ml.serving.engine import load  # noqa: E402
from ml.types import Classification, Item, Result  # noqa: E402

SIDE = 16
MIX = np.array([[3.0, -1, 0.5], [-2, 2, 0.1], [0.4, 0.3, -3]], np.float32)
NUMBERS = {"size": SIDE, "resize": "squash", "mean": [0, 0, 0], "std": [1, 1, 1]}
LABELS = ["cat", "dog", "owl"]
Step = tuple[str, dict[str, Any]]


def graph(
    folder: Path, steps: Sequence[Step] = (), shape: Sequence[Any] = ("n", 3, SIDE, SIDE), mix: Any = MIX,
    kind: int = TensorProto.FLOAT, frozen: bool = False,
) -> Path:  # fmt: skip
    """The mean of each colour, mixed into a number per label; `steps` come after it. `frozen`: for one input alone."""
    last = shape[3] == 3
    dtype = helper.tensor_dtype_to_np_dtype(kind)
    weights = [
        numpy_helper.from_array(np.array([1, 2] if last else [2, 3]), "axes"),
        numpy_helper.from_array(mix.astype(dtype), "mix"),
        numpy_helper.from_array(np.array([1, 3]), "one"),
    ]
    nodes = [helper.make_node("ReduceMean", ["x", "axes"], ["means"], keepdims=0)]
    nodes += [helper.make_node("Reshape", ["means", "one"], ["flat"])] if frozen else []
    nodes.append(helper.make_node("MatMul", ["flat" if frozen else "means", "mix"], ["y0"]))
    for place, (name, options) in enumerate(steps):
        nodes.append(helper.make_node(name, [f"y{place}"], [f"y{place + 1}"], **options))
    ends = [
        helper.make_tensor_value_info("x", kind, shape),
        helper.make_tensor_value_info(f"y{len(steps)}", kind, ["n", "k"]),
    ]
    made = helper.make_graph(nodes, "g", ends[:1], ends[1:], weights)
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=9), folder / "m.onnx")
    return folder


def take_in(folder: Path, **more: Any) -> Bundle:
    told = {"slug": "m", "title": "M", "licence": "MIT", "source": "m.zip", "labels": LABELS, "preprocess": NUMBERS}
    return adopt(folder, Details(**{**told, **more}), folder.parent / "bundle", lambda _: None)


def scores(bundle: Bundle, folder: Path, colour: tuple[int, int, int] = (200, 100, 30)) -> dict[str, float]:
    """The service's answer to a picture of one colour."""
    Image.new("RGB", (40, 40), colour).save(folder / "one.png")
    (answer,) = load(bundle.folder, "cpu", 1).predict_many([Item(folder / "one.png", {})])
    assert isinstance(answer, Result)
    assert isinstance(answer.output, Classification)
    return {one.label: one.score for one in answer.output.labels}


def softmax(logits: Any) -> Any:
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()


COLOUR = np.array([200, 100, 30]) / 255
OWN = softmax(COLOUR @ MIX)


@pytest.mark.parametrize(
    ("changes", "numbers", "expected"),
    [
        ({}, {}, OWN),
        ({"steps": [("Softmax", {"axis": -1})]}, {}, OWN),
        ({"steps": [("LogSoftmax", {"axis": -1})]}, {}, OWN),
        ({"shape": ("n", SIDE, SIDE, 3)}, {}, OWN),
        ({"shape": (None, 3, None, None)}, {}, OWN),
        ({"kind": TensorProto.FLOAT16}, {}, OWN),
        ({"shape": (1, 3, SIDE, SIDE)}, {}, OWN),
        ({"shape": (1, 3, SIDE, SIDE), "frozen": True}, {}, OWN),
        ({"shape": (1, SIDE, SIDE, 3), "frozen": True, "steps": [("Softmax", {"axis": -1})]}, {}, OWN),
        ({}, {"channels": "BGR"}, softmax(COLOUR[::-1] @ MIX)),
        ({}, {"channels": "BGR", "mean": [0.1, 0.2, 0.3], "std": [0.5, 1, 0.8]},
         softmax(((COLOUR[::-1] - [0.1, 0.2, 0.3]) / [0.5, 1, 0.8]) @ MIX)),
        ({"mix": MIX / 100}, {"range": 255, "mean": [127, 127, 127], "std": [1, 1, 1]},
         softmax((COLOUR * 255 - 127) @ MIX / 100)),
    ],
)  # fmt: skip
def test_the_scores_are_the_models_own(
    tmp_path: Path, changes: dict[str, Any], numbers: dict[str, Any], expected: Any
) -> None:
    bundle = take_in(graph(tmp_path / "in", **changes), preprocess={**NUMBERS, **numbers})
    found = scores(bundle, tmp_path)
    assert [found[label] for label in LABELS] == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize(
    ("changes", "labels"),
    [
        ({"steps": [("Softmax", {"axis": -1})]}, LABELS),
        ({"steps": [("Sigmoid", {})], "mix": MIX[:, :1]}, LABELS[:2]),
        ({"mix": MIX[:, :1]}, LABELS[:2]),
    ],
)
def test_no_weight_is_written_into_a_graph_that_does_not_need_it(
    tmp_path: Path, changes: dict[str, Any], labels: list[str]
) -> None:
    made = onnx.load(take_in(graph(tmp_path / "in", **changes), labels=labels).folder / "model.onnx").graph
    ours = {weight.name for weight in made.initializer if weight.name.startswith("behind")}
    assert ours <= {name for node in made.node for name in node.input}


@pytest.mark.parametrize("sigmoid", [True, False])
def test_one_output_is_a_yes_or_no(tmp_path: Path, sigmoid: bool) -> None:
    folder = graph(tmp_path / "in", [("Sigmoid", {})] if sigmoid else [], mix=MIX[:, :1])
    bundle = take_in(folder, labels=["no", "yes"])
    assert scores(bundle, tmp_path)["yes"] == pytest.approx(1 / (1 + np.exp(-(COLOUR @ MIX)[0])), abs=1e-4)


@pytest.mark.parametrize(
    ("changes", "more", "words"),
    [
        ({"steps": [("Sigmoid", {})]}, {}, "3 numbers between 0 and 1 that do not sum to 1"),
        ({"mix": MIX[:, :1]}, {"labels": ["cat"]}, "answers one number.*Send two labels"),
        ({"shape": ("n", 3, 48, 96)}, {}, r"input is float \(n, 3, 48, 96\), a rectangle"),
        ({"shape": ("n", 1, SIDE, SIDE)}, {}, r"input is float \(n, 1, 16, 16\): 1 channel"),
        ({"shape": ("n", 3, 32, 32)}, {}, r"input is float \(n, 3, 32, 32\); preprocess says size 16"),
        ({"shape": ("n", SIDE, SIDE, 3), "kind": TensorProto.UINT8, "mix": np.eye(3)}, {}, r"input is uint8"),
        ({}, {"preprocess": {**NUMBERS, "mean": [127] * 3, "std": [128] * 3}}, '"range": 255'),
        ({}, {"preprocess": {**NUMBERS, "std": [0, 1, 1]}}, "std.0: Input should be greater than 0"),
        ({}, {"preprocess": {**NUMBERS, "resize": "center-crop", "resize_to": 12}}, "resize_to 12 is under size 16"),
        ({}, {"preprocess": {**NUMBERS, "channels": "GBR"}}, "channels is RGB or BGR"),
    ],
)  # fmt: skip
def test_what_is_not_served_is_refused_with_what_was_found(
    tmp_path: Path, changes: dict[str, Any], more: dict[str, Any], words: str
) -> None:
    with pytest.raises(AdoptError, match=words):
        take_in(graph(tmp_path / "in", **changes), **more)


def test_weights_beside_the_graph_in_the_zip_are_joined(tmp_path: Path) -> None:
    folder = graph(tmp_path / "in")
    model = onnx.load(folder / "m.onnx")
    onnx.save(model, folder / "m.onnx", save_as_external_data=True, location="m.onnx.data", size_threshold=0)
    assert (folder / "m.onnx.data").exists()
    found = scores(take_in(folder), tmp_path)
    assert [found[label] for label in LABELS] == pytest.approx(OWN, abs=1e-4)
    (folder / "m.onnx.data").unlink()
    with pytest.raises(AdoptError, match=r"lie in 'm\.onnx\.data', which was not sent"):
        take_in(folder)


def test_a_loop_without_an_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcome, "LIMIT_SECONDS", 0.5)
    yes = numpy_helper.from_array(np.array(True), "yes")
    most = numpy_helper.from_array(np.array(2**62), "most")
    ends = [helper.make_tensor_value_info(name, TensorProto.BOOL, []) for name in ("go", "go_on")]
    body = helper.make_graph(
        [helper.make_node("Identity", ["go"], ["go_on"]), helper.make_node("Identity", ["v"], ["w"])], "body",
        [helper.make_tensor_value_info("i", TensorProto.INT64, []), ends[0],
         helper.make_tensor_value_info("v", TensorProto.FLOAT, None)],
        [ends[1], helper.make_tensor_value_info("w", TensorProto.FLOAT, None)],
    )  # fmt: skip
    folder = graph(tmp_path / "in")
    model = onnx.load(folder / "m.onnx")
    model.graph.initializer.extend([yes, most])
    model.graph.node.append(helper.make_node("Loop", ["most", "yes", "y0"], ["z"], body=body))
    model.graph.output[0].name = "z"
    onnx.save(model, folder / "m.onnx")
    with pytest.raises(AdoptError, match="did not answer within"):
        take_in(folder)


EXTRACTOR = {"size": {"height": SIDE, "width": SIDE}, "resample": 3, "image_mean": [0.5] * 3, "image_std": [0.5] * 3}


@pytest.mark.parametrize("processor", [False, True])
def test_the_files_of_hugging_face_say_labels_and_numbers(tmp_path: Path, processor: bool) -> None:
    folder = graph(tmp_path / "in/onnx").parent
    (folder / "onnx/m_quantized.onnx").write_bytes(b"not read")
    (folder / "onnx/m.onnx").rename(folder / "onnx/model.onnx")
    places = {str(place): label for place, label in enumerate(LABELS)}
    (folder / "config.json").write_text(json.dumps({"id2label": places}))
    name, content = ("processor_config.json", {"image_processor": EXTRACTOR}) if processor else (
        "preprocessor_config.json", EXTRACTOR)  # fmt: skip
    (folder / name).write_text(json.dumps(content))
    manifest = take_in(folder, labels=(), preprocess=None).manifest
    assert manifest.labels == tuple(LABELS)
    assert manifest.preprocess.model_dump(exclude_none=True) == {
        "size": SIDE, "resize": "squash", "interpolation": "bicubic", "mean": (0.5,) * 3, "std": (0.5,) * 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"config.json": {"pretrained_cfg": {"input_size": [3, 288, 288], "mean": [0.5] * 3, "std": [0.25] * 3,
                                             "crop_pct": 1.0, "interpolation": "bicubic"}}},
         {"size": 288, "resize": "center-crop", "resize_to": 288, "mean": [0.5] * 3, "interpolation": "bicubic"}),
        ({"preprocessor_config.json": {"size": {"shortest_edge": 256}, "do_center_crop": True, "crop_size": 224,
                                       "resample": 2, "image_mean": [0.5] * 3, "image_std": [0.5] * 3}},
         {"size": 224, "resize": "center-crop", "resize_to": 256, "interpolation": "bilinear"}),
        ({"preprocessor_config.json": {"size": {"shortest_edge": 224}, "crop_pct": 0.875, "resample": 3,
                                       "image_mean": [0.5] * 3, "image_std": [0.5] * 3}},
         {"size": 224, "resize": "center-crop", "resize_to": 256, "interpolation": "bicubic"}),
        ({"preprocessor_config.json": {"size": 224, "do_rescale": False, "image_mean": [127.5] * 3,
                                       "image_std": [127.5] * 3}}, {"size": 224, "mean": [0.5] * 3, "std": [0.5] * 3}),
        ({"preprocessor_config.json": {"feature_size": 1, "sampling_rate": 16000}}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_the_numbers_that_other_libraries_write_down(
    tmp_path: Path, files: dict[str, Any], expected: dict[str, Any] | None
) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content))
    found = settings_in(tmp_path)
    assert found == expected if expected is None or found is None else expected.items() <= found.items()

"""What the last linear layer of a classifier reads becomes a second output, and nothing else changes."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

onnx = pytest.importorskip("onnx")

from onnx import TensorProto, helper, numpy_helper  # noqa: E402

from ml.export.embedding import show_embedding  # noqa: E402
from ml.serving.session import open_session  # noqa: E402
from ml.tests.optimise import tiny  # noqa: E402

Values = NDArray[np.float32]
SIDE, WIDTH = 8, 5
RANDOM = np.random.default_rng(4)
WEIGHTS = {
    "filters": RANDOM.normal(size=(WIDTH, 3, 1, 1)).astype(np.float32),
    "head": RANDOM.normal(size=(WIDTH, 2)).astype(np.float32),
    "axes": np.array([2, 3]),
    "first": np.array([0]),
    "pairs": np.array([2, -1, 2]),
}
FEATURES = [("Conv", ["x", "filters"], "maps"), ("ReduceMean", ["maps", "axes"], "features")]
TAIL = [("MatMul", ["features", "head"], "scores"), ("Softmax", ["scores"], "logits")]


def pictures(count: int) -> Values:
    return RANDOM.normal(size=(count, 3, SIDE, SIDE)).astype(np.float32)


def graph(file: Path, steps: Sequence[tuple[str, list[str], str]], axes: Sequence[object] = ("n", 2)) -> Path:
    """A graph of these steps, each an operator with its inputs and output."""
    options = {"ReduceMean": {"keepdims": 0}, "Concat": {"axis": 0}}
    nodes = [helper.make_node(kind, inputs, [output], **options.get(kind, {})) for kind, inputs, output in steps]
    used = {name for _, inputs, _ in steps for name in inputs}
    weights = [numpy_helper.from_array(value, name) for name, value in WEIGHTS.items() if name in used]
    ends = [
        helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["n", 3, SIDE, SIDE]),
        helper.make_tensor_value_info("logits", TensorProto.FLOAT, axes),
    ]
    nodes.insert(0, helper.make_node("Identity", ["pixels"], ["pixels/0"]))
    for node in nodes:
        node.input[:] = ["pixels/0" if name == "x" else name for name in node.input]
    made = helper.make_graph(nodes, "g", ends[:1], ends[1:], weights)
    onnx.save(helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=10), file)
    return file


def test_the_logits_are_what_its_last_layer_makes_of_the_embedding(tmp_path: Path) -> None:
    tiny.network(tmp_path / "m.onnx")
    inputs = RANDOM.normal(size=(40, 3, 16, 16)).astype(np.float32)
    logits, embeddings = open_session(tmp_path / "m.onnx", "cpu", 1).infer(inputs)
    assert embeddings is not None
    assert embeddings.shape == (40, tiny.WIDTH)
    head = np.linalg.lstsq(embeddings, logits, rcond=None)[0]
    assert embeddings @ head == pytest.approx(logits, abs=1e-4)


def test_what_comes_behind_the_last_layer_is_no_matter(tmp_path: Path) -> None:
    file, inputs = graph(tmp_path / "m.onnx", [*FEATURES, *TAIL]), pictures(3)
    before = open_session(file, "cpu", 1).run(inputs)
    assert show_embedding(file, pictures(2))
    logits, embeddings = open_session(file, "cpu", 1).infer(inputs)
    assert (logits == before).all()
    assert embeddings == pytest.approx(
        np.einsum("nchw,dc->nd", inputs, WEIGHTS["filters"][:, :, 0, 0]) / SIDE**2, abs=1e-4
    )


def test_of_several_views_of_a_picture_it_is_their_mean(tmp_path: Path) -> None:
    steps = [
        ("Neg", ["x"], "negative"),
        ("Concat", ["x", "negative"], "views"),
        ("Conv", ["views", "filters"], "maps"),
        ("Relu", ["maps"], "positive"),
        ("ReduceMean", ["positive", "axes"], "features"),
        ("MatMul", ["features", "head"], "scores"),
        ("Reshape", ["scores", "pairs"], "both"),
        ("ReduceMean", ["both", "first"], "logits"),
    ]
    file, inputs = graph(tmp_path / "m.onnx", steps), pictures(3)
    assert show_embedding(file, pictures(2))
    logits, embeddings = open_session(file, "cpu", 1).infer(inputs)
    assert embeddings is not None
    assert embeddings @ WEIGHTS["head"] == pytest.approx(logits, abs=1e-4)


@pytest.mark.parametrize(
    ("steps", "axes"),
    [
        pytest.param(
            [("Conv", ["x", "filters"], "maps"), ("ReduceMean", ["maps", "axes"], "logits")], ("n", WIDTH),
            id="its last layer is a convolution",
        ),
        pytest.param(
            [*FEATURES, ("MatMul", ["features", "head"], "scores"), ("Sigmoid", ["scores"], "logits")], ("n", 2),
            id="something else comes behind its last layer",
        ),
        pytest.param(
            [("MatMul", ["x", "wide"], "logits")], ("n", 3, SIDE, 2),
            id="its last layer reads more than a row of each picture",
        ),
    ],
)  # fmt: skip
def test_a_graph_without_one_stays_as_it_was(
    steps: list[tuple[str, list[str], str]], axes: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(WEIGHTS, "wide", RANDOM.normal(size=(SIDE, 2)).astype(np.float32))
    file = graph(tmp_path / "m.onnx", steps, axes)
    before = file.read_bytes()
    assert not show_embedding(file, pictures(2))
    assert file.read_bytes() == before

"""The variants of a tiny random network; runs where onnx and scipy are installed."""

from pathlib import Path

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
pytest.importorskip("sympy")  # of ONNX Runtime's quantiser
pytest.importorskip("scipy")

from ml.bundle import Bundle, write_bundle  # noqa: E402
from ml.datasets.frozen import DataSet  # noqa: E402
from ml.errors import OptimiseError  # noqa: E402
from ml.export.to_onnx import store_weights_in_half  # noqa: E402
from ml.optimise import fp16, int8  # noqa: E402
from ml.optimise.graph import prepared, weighted_nodes  # noqa: E402
from ml.progress import Note  # noqa: E402
from ml.serving.engine import load  # noqa: E402
from ml.serving.session import open_session  # noqa: E402
from ml.tests.optimise import tiny  # noqa: E402
from ml.training.events import Event  # noqa: E402
from ml.types import Classification, Item, Result  # noqa: E402


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return tiny.bundle(tmp_path_factory.mktemp("parent") / "tiny")


@pytest.fixture(scope="module")
def noise(parent: Bundle, tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    return DataSet.open(tiny.data_set(tmp_path_factory.mktemp("noise"), parent))


def silent(_: Event) -> None:
    """Nobody listens."""


def test_int8_answers_as_its_parent_and_says_whose_child_it_is(parent: Bundle, noise: DataSet, tmp_path: Path) -> None:
    child = int8.make(parent, noise, int8.Int8Options(), tmp_path / "int8", silent)
    operators = {node.op_type for node in onnx.load(child.file("model.onnx")).graph.node}
    assert {"QuantizeLinear", "DequantizeLinear"} <= operators
    assert child.manifest.variant == "int8"
    assert child.manifest.lineage["parent"] == parent.reference
    assert child.manifest.lineage["code"]
    made = child.manifest.lineage["optimise"]
    assert made["method"] in {"minmax", "entropy", "percentile"}
    # A processor without instructions for eight bits (VNNI) adds two products in sixteen, which may overflow.
    assert len(made["in_float"]) <= 1
    assert made["validation_loss"] <= 0.05
    assert made["data_set"] == {"slug": "noise", "digest": noise.digest}
    assert child.manifest.metrics == {}  # its parent's are not its own
    assert child.manifest.labels == parent.manifest.labels


@pytest.mark.parametrize("way", ["int8", "fp16"])
def test_a_variant_shows_the_embedding_that_its_parent_shows(
    way: str, parent: Bundle, noise: DataSet, tmp_path: Path
) -> None:
    if way == "int8":
        child = int8.make(parent, noise, int8.Int8Options(methods=("minmax",)), tmp_path / way, silent)
    else:
        child = fp16.make(parent, noise, fp16.Fp16Options(), tmp_path / way, silent)
    inputs = np.random.default_rng(2).standard_normal((50, 3, 16, 16)).astype(np.float32)
    expected, found = (
        open_session(one.file("model.onnx"), "cpu", 1).infer(inputs).embeddings for one in (parent, child)
    )
    assert expected is not None
    assert found is not None
    assert np.corrcoef(expected.ravel(), found.ravel())[0, 1] > 0.99


def test_the_int8_bundle_is_served(parent: Bundle, noise: DataSet, tmp_path: Path) -> None:
    int8.make(parent, noise, int8.Int8Options(methods=("minmax",)), tmp_path / "int8", silent)
    items = noise.items("test")
    answers = load(tmp_path / "int8", "cpu", 1).predict_many([Item(noise.path(item)) for item in items])
    right = 0
    for item, answer in zip(items, answers, strict=True):
        assert isinstance(answer, Result)
        assert isinstance(answer.output, Classification)
        right += answer.output.labels[0].label == item.label
    assert right >= 0.9 * len(items)


def test_the_node_that_eight_bits_disturb_most_is_left_in_float(tmp_path: Path) -> None:
    parent = tiny.bundle(tmp_path / "tiny", outlier=3000.0)
    noise, reported = DataSet.open(tiny.data_set(tmp_path / "noise", parent)), list[Event]()
    options = int8.Int8Options(methods=("minmax",), allowed_loss=0.05, most_in_float=0.5)
    child = int8.make(parent, noise, options, tmp_path / "int8", reported.append)
    made = child.manifest.lineage["optimise"]
    assert "second" in made["in_float"]
    assert made["validation_loss"] <= 0.05
    texts = [event.text for event in reported if isinstance(event, Note)]
    assert any("second is the most sensitive" in text for text in texts)
    assert "in float: loses" in texts[-1]


def test_no_more_nodes_than_allowed_are_left_in_float(tmp_path: Path) -> None:
    parent = tiny.bundle(tmp_path / "tiny", outlier=3000.0)
    noise = DataSet.open(tiny.data_set(tmp_path / "noise", parent))
    options = int8.Int8Options(methods=("minmax",), allowed_loss=-1.0, most_in_float=0.25)
    child = int8.make(parent, noise, options, tmp_path / "int8", silent)
    assert len(child.manifest.lineage["optimise"]["in_float"]) <= 1


def test_dynamic_ranges_need_no_calibration(parent: Bundle, noise: DataSet, tmp_path: Path) -> None:
    options = int8.Int8Options(mode="dynamic")
    child = int8.make(parent, noise, options, tmp_path / "int8", silent)
    assert child.manifest.lineage["optimise"]["method"] == "dynamic"
    assert child.manifest.lineage["optimise"]["validation_loss"] <= 0.05


def test_what_is_quantised_already_is_not_quantised_again(parent: Bundle, noise: DataSet, tmp_path: Path) -> None:
    child = int8.make(parent, noise, int8.Int8Options(methods=("minmax",)), tmp_path / "int8", silent)
    with pytest.raises(OptimiseError, match="quantised already; start from the one that it was made from"):
        int8.make(child, noise, int8.Int8Options(), tmp_path / "again", silent)


def test_halved_weights_are_quantised_as_whole_ones(parent: Bundle, noise: DataSet, tmp_path: Path) -> None:
    (tmp_path / "half.onnx").write_bytes(parent.file("model.onnx").read_bytes())
    store_weights_in_half(tmp_path / "half.onnx")
    graph = prepared(tmp_path / "half.onnx", tmp_path / "full.onnx")
    assert {tensor.data_type for tensor in onnx.load(graph).graph.initializer} == {onnx.TensorProto.FLOAT}
    assert weighted_nodes(graph) == ["first", "second", "third", "head"]


def test_fp16_takes_and_gives_float32_and_computes_in_half(parent: Bundle, noise: DataSet, tmp_path: Path) -> None:
    child = fp16.make(parent, noise, fp16.Fp16Options(), tmp_path / "fp16", silent)
    graph = onnx.load(child.file("model.onnx")).graph
    assert {tensor.data_type for tensor in graph.initializer} == {onnx.TensorProto.FLOAT16}
    assert graph.input[0].type.tensor_type.elem_type == onnx.TensorProto.FLOAT
    assert child.manifest.variant == "fp16"
    assert child.manifest.lineage["optimise"]["validation_loss"] <= 0.025
    assert child.size < parent.size


def test_a_variant_of_a_variant_names_both(noise: DataSet, parent: Bundle, tmp_path: Path) -> None:
    manifest = parent.manifest.model_dump(exclude={"files"}) | {"variant": "pruned", "title": "Tiny (pruned)"}
    pruned = write_bundle(tmp_path / "pruned", manifest, {"model.onnx": parent.file("model.onnx")})
    child = int8.make(pruned, noise, int8.Int8Options(methods=("minmax",)), tmp_path / "int8", silent)
    assert child.manifest.variant == "pruned-int8"
    assert child.manifest.title == "Tiny (pruned-int8)"


def test_what_computes_in_half_has_no_integers_made_of_it(parent: Bundle, noise: DataSet, tmp_path: Path) -> None:
    half = fp16.make(parent, noise, fp16.Fp16Options(), tmp_path / "fp16", silent)
    with pytest.raises(OptimiseError, match="computes in float16; start from the one that it was made from"):
        int8.make(half, noise, int8.Int8Options(), tmp_path / "int8", silent)


def test_a_data_set_of_other_labels_is_refused(parent: Bundle, noise: DataSet, tmp_path: Path) -> None:
    text = (noise.folder / "dataset.json").read_text().replace('"cow"', '"cat"')
    (tmp_path / "other").mkdir()
    (tmp_path / "other/dataset.json").write_text(text)
    (tmp_path / "other/items.jsonl").write_bytes((noise.folder / "items.jsonl").read_bytes())
    with pytest.raises(OptimiseError, match="tiny has no label 'cat', which noise has"):
        int8.make(parent, DataSet.open(tmp_path / "other"), int8.Int8Options(), tmp_path / "int8", silent)

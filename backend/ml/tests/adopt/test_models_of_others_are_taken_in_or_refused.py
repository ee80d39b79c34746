"""What others made becomes a bundle that answers, or is refused with a sentence."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

onnx = pytest.importorskip("onnx")
torch = pytest.importorskip("torch")

from onnx import TensorProto, helper  # noqa: E402

from ml.adopt.details import ASSUMED, Details  # noqa: E402
from ml.adopt.folder import adopt  # noqa: E402
from ml.adopt.weights import IMAGENET, fill, prepared  # noqa: E402
from ml.bundle import PROGRAM, Bundle  # noqa: E402
from ml.errors import AdoptError  # noqa: E402
from ml.progress import Progress  # noqa: E402

BUNDLES = Path(__file__).parents[2] / "bundles"
NUMBERS = {"size": 16, "resize": "squash", "mean": [0.5] * 3, "std": [0.5] * 3}


def described(**more: Any) -> Details:
    return Details(**{"slug": "theirs", "title": "Theirs", "licence": "MIT", "source": "a.zip", **more})


def take_in(folder: Path, **more: Any) -> Bundle:
    return adopt(folder, described(**more), folder.parent / "bundle", lambda _: None)


def graph(folder: Path, batch: Any = "n", domain: str = "", classes: int = 2, mix: Sequence[float] = ()) -> Path:
    """A graph that averages each colour and mixes them, as an ONNX file in `folder`."""
    nodes = [
        helper.make_node("ReduceMean", ["x", "axes"], ["means"], keepdims=0),
        helper.make_node("MatMul", ["means", "mix"], ["y"], domain=domain),
    ]
    weights = [
        helper.make_tensor("axes", TensorProto.INT64, [2], [2, 3]),
        helper.make_tensor("mix", TensorProto.FLOAT, [3, classes], mix or [1.0] * 3 * classes),
    ]
    ends = [
        helper.make_tensor_value_info("x", TensorProto.FLOAT, [batch, 3, 16, 16]),
        helper.make_tensor_value_info("y", TensorProto.FLOAT, [batch, classes]),
    ]
    opsets = [helper.make_opsetid("", 20), *([helper.make_opsetid(domain, 1)] if domain else [])]
    made = helper.make_model(
        helper.make_graph(nodes, "g", ends[:1], ends[1:], weights), opset_imports=opsets, ir_version=9
    )
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(made, folder / "theirs.onnx")
    return folder


def test_an_onnx_file_with_labels_becomes_a_model_that_answers(tmp_path: Path) -> None:
    bundle = take_in(graph(tmp_path / "in"), labels=["cat", "dog"], preprocess=NUMBERS)
    assert (bundle.manifest.labels, bundle.manifest.slug) == (("cat", "dog"), "theirs")
    assert bundle.manifest.lineage["source"] == "a.zip"


@pytest.mark.parametrize(
    ("changes", "options", "words"),
    [
        ({}, {}, "send the labels"),
        ({}, {"labels": ["cat"], "preprocess": NUMBERS}, "1 labels were named"),
        ({}, {"labels": ["cat", "dog"], "preprocess": {**NUMBERS, "size": 4}}, "size"),
        ({"batch": 8}, {"labels": ["cat", "dog"], "preprocess": NUMBERS}, "takes 8 at once.*dynamic_shapes"),
        ({"domain": "acme.ops"}, {"labels": ["cat", "dog"], "preprocess": NUMBERS}, "needs code of its own"),
    ],
)
def test_a_graph_that_cannot_be_served_is_refused_with_the_reason(
    tmp_path: Path, changes: dict[str, Any], options: dict[str, Any], words: str
) -> None:
    with pytest.raises(AdoptError, match=words):
        take_in(graph(tmp_path / "in", **changes), **options)


def test_weights_in_other_files_are_refused(tmp_path: Path) -> None:
    folder = graph(tmp_path / "in")
    model = onnx.load(folder / "theirs.onnx")
    weight = model.graph.initializer[1]
    weight.ClearField("float_data")
    weight.data_location = TensorProto.EXTERNAL
    weight.external_data.add(key="location", value="../../etc/passwd")
    (folder / "theirs.onnx").write_bytes(model.SerializeToString())
    with pytest.raises(AdoptError, match=r"lie in '\.\./\.\./etc/passwd', which was not sent"):
        take_in(folder, labels=["cat", "dog"], preprocess=NUMBERS)


@pytest.mark.parametrize("name", ["model.pth", "weights.PKL", "training_args.bin", "model.pt2", "run.py", "5gram.bin"])
def test_what_is_not_needed_is_left_unread_and_named(tmp_path: Path, name: str) -> None:
    graph(tmp_path / "in")
    (tmp_path / "in" / name).write_bytes(b"not read")
    told: list[Progress] = []
    adopt(tmp_path / "in", described(labels=["cat", "dog"], preprocess=NUMBERS), tmp_path / "bundle", told.append)
    assert f"left unread: {name}" in " ".join(progress.note for progress in told)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (["model.pth"], r"model\.pth is a pickle.*save_file\(model\.state_dict\(\).*torch\.onnx\.export"),
        (["scripted.pt", "readme.md"], "scripted.pt is a pickle"),
        (["model.h5"], r"model\.h5 is a model of Keras.*tf2onnx"),
        (["net/saved_model.pb"], r"saved_model\.pb is a model of TensorFlow.*tf2onnx"),
        (["weights.safetensors"], r"does not say of which network its weights are: call it model\.safetensors"),
        (["model-00001-of-00002.safetensors", "model.safetensors.index.json"], "in pieces.*max_shard_size"),
        (["a/model.onnx", "b/model.onnx"], r"2 models in it \(a/model\.onnx, b/model\.onnx\)"),
        (["a/model.safetensors", "b/model.safetensors"], "2 models in it"),
        ([], "it is empty"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_do(tmp_path: Path, files: list[str], words: str) -> None:
    for name in files:
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(b"\x80\x02")
    (tmp_path / "in").mkdir(exist_ok=True)
    with pytest.raises(AdoptError, match=words):
        take_in(tmp_path / "in")


def test_names_that_another_wrapper_put_before_the_weights_are_told() -> None:
    layer = torch.nn.Linear(2, 2)
    wrapped = {f"module.{name}": value for name, value in layer.state_dict().items()}
    with pytest.raises(AdoptError, match=r"weight is missing and module\.weight is not part.*Take 'module\.' off"):
        fill(layer, wrapped)


def test_a_graph_that_does_not_load_is_told_without_the_place_of_its_file(tmp_path: Path) -> None:
    folder = graph(tmp_path / "in", domain="com.microsoft")
    with pytest.raises(AdoptError, match=r"^model\.onnx: ONNX Runtime cannot load it") as caught:
        take_in(folder, labels=["cat", "dog"], preprocess=NUMBERS)
    assert str(tmp_path) not in str(caught.value)


def test_a_node_of_its_own_inside_of_a_branch_is_refused(tmp_path: Path) -> None:
    folder = graph(tmp_path / "in")
    model = onnx.load(folder / "theirs.onnx")
    value = helper.make_tensor_value_info("inner", TensorProto.FLOAT, None)
    branch = helper.make_graph([helper.make_node("Run", ["mix"], ["inner"], domain="acme.ops")], "b", [], [value])
    model.graph.initializer.append(helper.make_tensor("yes", TensorProto.BOOL, [], [True]))
    model.graph.node.append(helper.make_node("If", ["yes"], ["unused"], then_branch=branch, else_branch=branch))
    model.opset_import.append(helper.make_opsetid("acme.ops", 1))
    (folder / "theirs.onnx").write_bytes(model.SerializeToString())
    with pytest.raises(AdoptError, match=r"acme\.ops:Run, which needs code of its own"):
        take_in(folder, labels=["cat", "dog"], preprocess=NUMBERS)


def test_a_bundle_is_taken_in_without_its_program(tmp_path: Path) -> None:
    bundle = adopt(BUNDLES / "resnet-cifar10", described(), tmp_path / "bundle", lambda _: None)
    assert bundle.manifest.slug == "theirs"
    assert PROGRAM not in bundle.manifest.files
    assert bundle.manifest.labels == Bundle.load(BUNDLES / "resnet-cifar10").manifest.labels


def test_a_hugging_face_wav2vec2_is_exported_and_answers(tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers")
    signs = ["<pad>", "|", "A", "B"]
    config = transformers.Wav2Vec2Config(
        vocab_size=len(signs), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        conv_dim=(8,) * 7, num_conv_pos_embeddings=8, num_conv_pos_embedding_groups=2, pad_token_id=0,
    )  # fmt: skip
    transformers.Wav2Vec2ForCTC(config).save_pretrained(tmp_path / "in")
    (tmp_path / "in/vocab.json").write_text(json.dumps({sign: place for place, sign in enumerate(signs)}))
    bundle = take_in(tmp_path / "in")
    assert (bundle.manifest.vocabulary, bundle.manifest.blank) == (tuple(signs), 0)
    (tmp_path / "in/vocab.json").write_text(json.dumps({"<pad>": 0, "A": 1, "B": 2, "C": 7}))
    with pytest.raises(AdoptError, match="without gaps"):
        take_in(tmp_path / "in")


@pytest.mark.parametrize(
    ("config", "sent", "size", "assumed"),
    [
        ({}, None, IMAGENET["size"], True),
        ({}, NUMBERS, 16, False),
        ({"preprocess": {**NUMBERS, "size": 96}}, None, 96, False),
        ({"preprocess": {**NUMBERS, "size": 96}}, NUMBERS, 16, False),
    ],
)
def test_weights_whose_numbers_nothing_says_are_known_as_such(
    tmp_path: Path, config: dict[str, Any], sent: dict[str, Any] | None, size: int, assumed: bool
) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"architecture": "resnet18", **config}))
    found = prepared(tmp_path, described(preprocess=sent))
    assert found.preprocess is not None
    assert (found.preprocess["size"], ASSUMED in found.origin) == (size, assumed)

"""An ONNX graph that somebody else made: looked at before anything computes with it."""

from copy import deepcopy
from pathlib import Path

import numpy as np
import onnx
from onnx import compose, helper
from onnx.external_data_helper import _get_all_tensors, uses_external_data

from ml.adopt.details import Details
from ml.adopt.naming import lineage, words
from ml.adopt.numbers import numbers, sound_numbers
from ml.adopt.stride import frame_stride
from ml.adopt.vocabulary import VOCABULARY, alphabet_in, alphabet_of, settings_in
from ml.bundle import MODEL, Bundle, write_bundle
from ml.errors import AdoptError
from ml.serving.session import open_session
from ml.speech.spec import SoundSpec
from ml.vision.spec import ImageSpec

# What ONNX Runtime itself brings; everything else would need a library of code.
DOMAINS = {"", "ai.onnx", "ai.onnx.ml", "com.microsoft"}
FLOAT = onnx.TensorProto.FLOAT
PICTURES, SOUND = (
    "pixels (N, 3, S, S) and the logits (N, labels)",
    "a wave (N, T) and the logits (N, frames, characters)",
)
INSIDE = "their/"
UNKNOWN = (
    "An ONNX file does not say what its outputs mean. For pictures send the labels, one a line in their order, and "
    'preprocess as {"size", "resize", "mean", "std"}; for speech send the vocabulary, one a line, or put vocab.json '
    "beside it in a zip."
)


def check_graph(file: Path) -> onnx.ModelProto:
    """The graph, if it needs nothing but itself.

    Raises:
        AdoptError: it has operators of its own, or weights in other files, or is no ONNX graph.
    """
    try:
        model = onnx.load(file, load_external_data=False)
        refuse_external(model)
        onnx.checker.check_model(model)
    except AdoptError:
        raise
    except Exception as error:  # protobuf's and the checker's errors share no public base
        reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        raise AdoptError(f"{file.name} is no ONNX graph that can be read: {reason}") from error
    own = {(function.domain, function.name) for function in model.functions}
    for node in nodes_of(model):
        if node.domain not in DOMAINS and (node.domain, node.op_type) not in own:
            raise AdoptError(
                f"{file.name} uses the operator {node.domain}:{node.op_type}, which needs code of its own; "
                "export it with the operators of ONNX alone."
            )
    return model


def nodes_of(model: onnx.ModelProto) -> list[onnx.NodeProto]:
    """All nodes: of the graph, of its functions, and of the graphs inside of both (branches and bodies of loops)."""
    waiting = [*model.graph.node, *(node for function in model.functions for node in function.node)]
    found = []
    while waiting:
        node = waiting.pop()
        found.append(node)
        for attribute in node.attribute:
            for graph in (attribute.g, *attribute.graphs):
                waiting.extend(graph.node)
    return found


def refuse_external(model: onnx.ModelProto) -> None:
    """Raises AdoptError where weights lie outside of the file: their paths could lead anywhere."""
    for tensor in _get_all_tensors(model):  # of nodes and of graphs inside of graphs, too
        if uses_external_data(tensor):
            raise AdoptError("The weights lie in other files; save the graph as one file (external data off).")


def adopt_graph(file: Path, details: Details, target: Path) -> Bundle:
    """The bundle of a graph for pictures or for speech, by what was said or lies beside it. Raises AdoptError."""
    model = check_graph(file)
    target.mkdir(parents=True, exist_ok=True)
    if details.labels and details.vocabulary:
        raise AdoptError("A model of pictures has labels, one of speech a vocabulary; send one of the two.")
    spec: ImageSpec | SoundSpec
    if details.labels:
        spec, content = pictures(model, details, target / MODEL)
    elif details.vocabulary or (file.parent / VOCABULARY).exists():
        spec, content = speech(model, file.parent, details, target / MODEL)
    else:
        raise AdoptError(UNKNOWN)
    parameters = sum(int(np.prod(weight.dims)) for weight in model.graph.initializer)
    manifest = {
        **words(details),
        **content,
        "preprocess": spec.model_dump(mode="json", exclude_none=True),
        "metrics": {},
        "lineage": lineage(details, "onnx", str(content["kind"]), spec),
        "parameters": max(1, parameters),
    }
    return write_bundle(target, manifest, {MODEL: target / MODEL})


def pictures(model: onnx.ModelProto, details: Details, file: Path) -> tuple[ImageSpec, dict[str, object]]:
    """Write the graph with the ends that a bundle of pictures has. Raises AdoptError."""
    if details.preprocess is None:
        raise AdoptError(UNKNOWN)
    spec = numbers(ImageSpec, details.preprocess)
    onnx.save(with_ends(model, "pixels", 4, PICTURES), file)
    return spec, {"kind": "image-classification", "labels": list(details.labels)}


def speech(model: onnx.ModelProto, root: Path, details: Details, file: Path) -> tuple[SoundSpec, dict[str, object]]:
    """Write the graph with the ends that a bundle of speech has, and measure its stride. Raises AdoptError."""
    alphabet = alphabet_of(details.vocabulary) if details.vocabulary else alphabet_in(root)
    settings = settings_in(root) if details.preprocess is None else details.preprocess
    rate = sound_numbers(settings, 1).sample_rate
    onnx.save(with_ends(model, "wave", 2, SOUND), file)
    spec = sound_numbers(settings, frame_stride(open_session(file, "cpu", 0), rate))
    return spec, {"kind": "speech-recognition", **alphabet.words()}


def with_ends(model: onnx.ModelProto, entry: str, axes: int, expected: str) -> onnx.ModelProto:
    """The graph with one input of a bundle's name and the output `logits`.

    Its own names get a prefix, so that none of them is one of the two; identities lead from one name to the other.

    Raises:
        AdoptError: it has more ends, or others.
    """
    weights = {weight.name for weight in model.graph.initializer}
    inputs = [value for value in model.graph.input if value.name not in weights]
    if len(inputs) != 1 or len(model.graph.output) != 1:
        raise AdoptError(
            f"The graph has {len(inputs)} inputs and {len(model.graph.output)} outputs; "
            f"one of each is served: {expected}."
        )
    (source,), (end,) = deepcopy(inputs), deepcopy(model.graph.output)
    shape = source.type.tensor_type
    if shape.elem_type != FLOAT or len(shape.shape.dim) != axes:
        raise AdoptError(f"The graph's input is {described(shape)}; expected is float32, {expected}.")
    inner = compose.add_prefix(model, INSIDE)
    graph, before, after = inner.graph, INSIDE + source.name, INSIDE + end.name
    graph.node.insert(0, helper.make_node("Identity", [entry], [before]))
    graph.node.append(helper.make_node("Identity", [after], ["logits"]))
    graph.input.remove(next(value for value in graph.input if value.name == before))
    graph.output.pop()
    source.name, end.name = entry, "logits"
    graph.input.insert(0, source)
    graph.output.append(end)
    return inner


def described(tensor: onnx.TypeProto.Tensor) -> str:
    """The type and shape of an end, in words."""
    kind = onnx.TensorProto.DataType.Name(tensor.elem_type).lower()
    dims = [dim.dim_param or str(dim.dim_value) for dim in tensor.shape.dim]
    return f"{kind} ({', '.join(dims)})"

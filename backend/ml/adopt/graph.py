"""An ONNX graph that somebody else made: looked at before anything computes with it."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx.external_data_helper import _get_all_tensors, uses_external_data
from pydantic import ValidationError

from ml.adopt.naming import Said
from ml.bundle import MODEL, Bundle, ImageSpec, write_bundle
from ml.errors import AdoptError

# What ONNX Runtime itself brings; everything else would need a library of code.
DOMAINS = {"", "ai.onnx", "ai.onnx.ml", "com.microsoft"}


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
    nodes = [*model.graph.node, *(node for function in model.functions for node in function.node)]
    for node in nodes:
        if node.domain not in DOMAINS and (node.domain, node.op_type) not in own:
            raise AdoptError(
                f"{file.name} uses the operator {node.domain}:{node.op_type}, which needs code of its own; "
                "export it with the operators of ONNX alone."
            )
    return model


def refuse_external(model: onnx.ModelProto) -> None:
    """Raises AdoptError where weights lie outside of the file: their paths could lead anywhere."""
    for tensor in _get_all_tensors(model):  # of nodes and of graphs inside of graphs, too
        if uses_external_data(tensor):
            raise AdoptError("The weights lie in other files; save the graph as one file (external data off).")


def adopt_graph(file: Path, said: Said, target: Path) -> Bundle:
    """The bundle of a graph of one image input (N, 3, S, S) and one output (N, labels). Raises AdoptError."""
    model = check_graph(file)
    if not said.labels or said.preprocess is None:
        raise AdoptError(
            "An ONNX file does not say what its outputs mean: send the labels, one a line in their order, "
            'and preprocess as {"size", "resize", "mean", "std"}.'
        )
    try:
        spec = ImageSpec.model_validate(said.preprocess)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        raise AdoptError(f"preprocess is not valid: {where}: {fault['msg']}.") from error
    rename_ends(model)
    parameters = sum(int(np.prod(weight.dims)) for weight in model.graph.initializer)
    content: dict[str, Any] = {
        **said.words(),
        "kind": "image-classification",
        "preprocess": spec.model_dump(mode="json", exclude_none=True),
        "labels": list(said.labels),
        "metrics": {},
        "lineage": said.lineage("onnx"),
        "parameters": max(1, parameters),
    }
    target.mkdir(parents=True, exist_ok=True)
    onnx.save(model, target / MODEL)
    return write_bundle(target, content, {MODEL: target / MODEL})


def rename_ends(model: onnx.ModelProto) -> None:
    """Call the one input `pixels` and the one output `logits`, as bundles do. Raises AdoptError."""
    weights = {weight.name for weight in model.graph.initializer}
    inputs = [value for value in model.graph.input if value.name not in weights]
    if len(inputs) != 1 or len(model.graph.output) != 1:
        raise AdoptError(
            f"The graph has {len(inputs)} inputs and {len(model.graph.output)} outputs; one of each is served: "
            "pixels (N, 3, S, S) and the logits of the labels (N, L)."
        )
    names = {inputs[0].name: "pixels", model.graph.output[0].name: "logits"}
    inputs[0].name, model.graph.output[0].name = "pixels", "logits"
    for node in model.graph.node:
        for ends in (node.input, node.output):
            for place, name in enumerate(ends):
                if name in names:
                    ends[place] = names[name]

"""A graph gets another last layer."""

from collections.abc import Iterable
from math import prod
from pathlib import Path
from typing import Any

from ml.errors import BundleError
from ml.serving.session import EMBEDDING, LOGITS
from ml.vision.lessons.fitting import Layer
from ml.vision.lessons.onnx_messages import FLOAT, Model

WEIGHTS, BIAS = "lesson.weights", "lesson.bias"


def with_layer(base: Path, layer: Layer, target: Path) -> int:
    """Write to `target` the graph of `base` up to its embedding, and `layer` behind it; gives how many weights it has.

    Raises:
        BundleError: `base` is no graph that shows its embedding.
    """
    model = Model()
    try:
        model.ParseFromString(base.read_bytes())
    except Exception as error:  # protobuf's own errors share no public base
        raise BundleError(f"{base.name} is no ONNX graph that can be read.") from error
    graph = model.graph
    if EMBEDDING not in {output.name for output in graph.output}:
        raise BundleError(f"{base.name} does not show what its last layer reads.")
    _keep_what_leads_to(EMBEDDING, graph)
    for name, values in ((WEIGHTS, layer.weights), (BIAS, layer.bias)):
        stored = values.astype("<f4")
        graph.initializer.add(name=name, data_type=FLOAT, dims=stored.shape, raw_data=stored.tobytes())
    # As `evened` does it.
    graph.node.add(op_type="Relu", name="lesson.relu", input=[EMBEDDING], output=["lesson.positive"])
    graph.node.add(op_type="Sqrt", name="lesson.sqrt", input=["lesson.positive"], output=["lesson.evened"])
    graph.node.add(op_type="Gemm", name="lesson", input=["lesson.evened", WEIGHTS, BIAS], output=[LOGITS])
    _answer(graph, len(layer.bias))
    target.write_bytes(model.SerializeToString())
    return sum(prod(weight.dims) for weight in graph.initializer)


def _keep_what_leads_to(name: str, graph: Any) -> None:
    """Drop the nodes, and their weights, of which that value does not come."""
    needed, nodes = {name}, []
    for node in reversed(graph.node):
        if needed & set(node.output):
            nodes.append(node)
            needed.update(node.input)
    _replace(graph.node, reversed(nodes))
    _replace(graph.initializer, [weight for weight in graph.initializer if weight.name in needed])
    _replace(graph.value_info, [value for value in graph.value_info if value.name in needed])


def _replace(field: Any, kept: Iterable[Any]) -> None:
    copies = [type(one).FromString(one.SerializeToString()) for one in kept]
    del field[:]
    field.extend(copies)


def _answer(graph: Any, labels: int) -> None:
    """The logits, one for each label, and then the embedding, whose first axis both have."""
    (embedding,) = [output for output in graph.output if output.name == EMBEDDING]
    logits = type(embedding)(name=LOGITS)
    logits.type.tensor_type.elem_type = FLOAT
    batch = logits.type.tensor_type.shape.dim.add()
    shape = embedding.type.tensor_type.shape.dim
    if shape:
        batch.CopyFrom(shape[0])
    logits.type.tensor_type.shape.dim.add(dim_value=labels)
    _replace(graph.output, [logits, embedding])

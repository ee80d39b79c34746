"""A graph gets another last layer."""

from itertools import accumulate
from math import prod
from pathlib import Path
from typing import Any

from ml.errors import BundleError
from ml.serving.session import EMBEDDING, LOGITS
from ml.vision.lessons.fitting import Layer
from ml.vision.onnx_messages import FLOAT, INT, keep_what_leads_to, read_model, replace

WEIGHTS, BIAS = "lesson.weights", "lesson.bias"
# Maps of EfficientNet-Lite0: blocks 11, 13 and 15 (7 x 7, after their depthwise convolution). Its last map is made for
# the thousand kinds of ImageNet; these still hold what those do not need. Of another base the last map alone is read.
MIDDLE_MAPS = ("relu6_23", "relu6_27", "relu6_31")
# How many numbers of an embedding are of each of them, and of the last one.
WIDTHS = (672, 1152, 1152, 1280)
# What the base's own last layer reads.
LAST = "lesson.last"


def seeing_graph(base: Path, target: Path) -> None:
    """Write to `target` the graph of `base`, whose embedding is now what lessons are learned from.

    Raises:
        BundleError: `base` is no graph that shows its embedding.
    """
    target.write_bytes(_seeing(base).SerializeToString())


def with_layer(base: Path, layer: Layer, target: Path) -> int:
    """Write to `target` the graph of `base` up to that embedding, and `layer` behind it; gives how many weights it has.

    Raises:
        BundleError: `base` is no graph that shows its embedding.
    """
    model = _seeing(base)
    graph = model.graph
    keep_what_leads_to([EMBEDDING], graph)
    for name, values in ((WEIGHTS, layer.weights), (BIAS, layer.bias)):
        stored = values.astype("<f4")
        graph.initializer.add(name=name, data_type=FLOAT, dims=stored.shape, raw_data=stored.tobytes())
    graph.node.add(op_type="Gemm", name="lesson", input=[EMBEDDING, WEIGHTS, BIAS], output=[LOGITS])
    _answer(graph, len(layer.bias))
    target.write_bytes(model.SerializeToString())
    return sum(prod(weight.dims) for weight in graph.initializer)


def starts(width: int) -> list[int]:
    """Where the numbers of the second map begin in an embedding of that width, and so on; of one map nowhere."""
    return list(accumulate(WIDTHS[:-1])) if width == sum(WIDTHS) else []


def _seeing(base: Path) -> Any:
    """The graph with the means of several maps as its embedding, evened out by square roots.

    So a few large numbers do not outweigh all others (as of histograms: Arandjelovic 2012). The maps are joined before
    they are pooled: all of an answer comes of one map, of which can be shown what decided.
    """
    model = read_model(base)
    graph = model.graph
    if EMBEDDING not in {output.name for output in graph.output}:
        raise BundleError(f"{base.name} does not show what its last layer reads.")
    _rename(EMBEDDING, LAST, graph)
    seen = _joined_maps(graph) or LAST
    graph.node.add(op_type="Relu", name="lesson.relu", input=[seen], output=["lesson.positive"])
    graph.node.add(op_type="Sqrt", name="lesson.sqrt", input=["lesson.positive"], output=[EMBEDDING])
    (embedding,) = [output for output in graph.output if output.name == EMBEDDING]
    for width in embedding.type.tensor_type.shape.dim[1:]:
        width.Clear()
    return model


def _joined_maps(graph: Any) -> str | None:
    """Adds the mean of each channel of the middle maps and of the last one; its name, or none of another base."""
    (pool,) = [node for node in graph.node if LAST in node.output]
    known = {name for node in graph.node for name in node.output}
    if not known.issuperset(MIDDLE_MAPS):
        return None
    maps = [*MIDDLE_MAPS, pool.input[0]]
    join = graph.node.add(op_type="Concat", name="lesson.join", input=maps, output=["lesson.maps"])
    join.attribute.add(name="axis", type=INT, i=1)
    graph.node.add(op_type="GlobalAveragePool", name="lesson.pool", input=["lesson.maps"], output=["lesson.pooled"])
    graph.node.add(op_type="Flatten", name="lesson.flat", input=["lesson.pooled"], output=["lesson.means"])
    return "lesson.means"


def _rename(old: str, new: str, graph: Any) -> None:
    """Let the nodes call a value otherwise; the graph's own outputs keep their names."""
    for node in graph.node:
        for names in (node.input, node.output):
            names[:] = [new if name == old else name for name in names]


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
    replace(graph.output, [logits, embedding])

"""A classifier's graph shows what its last linear layer reads, as a second output: the embedding of a picture.

It is found in the graph itself, whoever wrote that, so that models of others have one too. Where it is not what it
should be, one row of numbers for each input, the graph stays as it was: such a model is served without.
"""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from ml.serving.session import EMBEDDING, LOGITS

FLOAT = onnx.TensorProto.FLOAT
# What may lie between the last linear layer and the logits.
BEHIND = {
    "Add", "Cast", "Clip", "Concat", "DequantizeLinear", "Div", "Flatten", "Identity", "Log", "LogSoftmax", "Max",
    "Mul", "QuantizeLinear", "ReduceMean", "ReduceSum", "Reshape", "Softmax", "Squeeze", "Sub",
}  # fmt: skip
Array = NDArray[np.float32]


def show_embedding(file: Path, inputs: Array) -> bool:
    """Write the output `embedding`, float32 (N, D), into the graph behind `logits`; whether it could be done.

    Where the graph looks at several views of each input, as at its mirror image, it is their mean.

    Args:
        inputs: two different inputs of the graph, to try it with.
    """
    model = onnx.load(file)
    names = {name for node in model.graph.node for name in (*node.input, *node.output)}
    read = read_by_the_last_layer(model.graph)
    if read is None or EMBEDDING in names or [output.name for output in model.graph.output] != [LOGITS]:
        return False
    rows = _embeddings(_with_output(model, read), inputs)
    if rows is None or rows.ndim != 2 or len(rows) % len(inputs):
        return False
    shown = _with_output(model, read, len(rows) // len(inputs), rows.shape[1])
    if not is_of_each_input(shown, inputs):
        return False
    onnx.save(shown, file)
    return True


def read_by_the_last_layer(graph: onnx.GraphProto) -> str | None:
    """The name of what is multiplied with weights last on the way to the logits; None where something else is last."""
    makers = {output: node for node in graph.node for output in node.output}
    fixed = constants(graph)
    name = LOGITS
    while (node := makers.get(name)) is not None:
        inputs = [value for value in node.input if value and value not in fixed]
        if node.op_type in {"Gemm", "MatMul"}:
            return inputs[0] if inputs == [node.input[0]] else None
        if node.op_type not in BEHIND or not inputs:
            return None
        name = inputs[0]
    return None


def constants(graph: onnx.GraphProto) -> set[str]:
    """The names of all values that do not depend on the input."""
    fixed = {weight.name for weight in graph.initializer}
    for node in graph.node:
        inputs = [name for name in node.input if name]
        if node.op_type == "Constant" or (inputs and fixed.issuperset(inputs)):
            fixed.update(node.output)
    return fixed


def is_of_each_input(model: onnx.ModelProto, inputs: Array) -> bool:
    """Whether an input has the same embedding alone as beside another, and not that other's."""
    both, alone = _embeddings(model, inputs), _embeddings(model, inputs[:1])
    if both is None or alone is None or both.shape[0] != len(inputs) or alone.shape != both[:1].shape:
        return False
    near = np.allclose(alone, both[:1], rtol=1e-3, atol=1e-3 * float(np.abs(both).max()))
    return bool(near and np.isfinite(both).all() and not np.array_equal(both[0], both[1]))


def _embeddings(model: onnx.ModelProto, inputs: Array) -> Array | None:
    try:
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        (found,) = session.run([EMBEDDING], {session.get_inputs()[0].name: inputs})
    except Exception:  # noqa: BLE001 - ONNX Runtime's errors share no public base; the graph is served as it was
        return None
    return np.asarray(found, np.float32)


def _with_output(model: onnx.ModelProto, read: str, views: int = 1, width: int = 0) -> onnx.ModelProto:
    """The graph with that value as its second output; of several views, which lie one behind the other, their mean."""
    shown = onnx.ModelProto()
    shown.CopyFrom(model)
    graph = shown.graph
    rows, apart, axis, shape = (f"{EMBEDDING}/{part}" for part in ("rows", "apart", "axis", "shape"))
    graph.node.append(helper.make_node("Cast", [read], [EMBEDDING if views == 1 else rows], rows, to=FLOAT))
    if views > 1:
        graph.initializer.append(numpy_helper.from_array(np.array([views, -1, width]), shape))
        graph.initializer.append(numpy_helper.from_array(np.array([0]), axis))
        graph.node.append(helper.make_node("Reshape", [rows, shape], [apart], apart))
        graph.node.append(helper.make_node("ReduceMean", [apart, axis], [EMBEDDING], axis, keepdims=0))
    graph.output.append(helper.make_tensor_value_info(EMBEDDING, FLOAT, ["n", "features"]))
    return shown

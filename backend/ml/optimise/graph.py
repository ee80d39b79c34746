"""A bundle's served graph made ready to be changed: float32 weights, without the casts that halve the file."""

from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, TensorProto, numpy_helper
from onnxruntime.quantization.shape_inference import quant_pre_process

from ml.errors import OptimiseError

QUANTISED = ("QuantizeLinear", "DynamicQuantizeLinear")


def prepared(model: Path, file: Path, optimise: bool = True) -> Path:
    """Write the graph to `file` with float32 weights and the shapes inferred; ready for the quantiser.

    Args:
        optimise: let ONNX Runtime fold and fuse first, as it does when it loads the file.

    Raises:
        OptimiseError: the graph is quantised or computes in float16 already.
    """
    graph = onnx.load(model)
    if any(node.op_type in QUANTISED for node in graph.graph.node):
        raise OptimiseError("The model is quantised already; start from the one that it was made from.")
    weights_in_full(graph)
    if any(tensor.data_type == TensorProto.FLOAT16 for tensor in graph.graph.initializer):
        raise OptimiseError("The model computes in float16; start from the one that it was made from.")
    onnx.save(graph, file)
    # Symbolic shape inference is for models that hold their batch in symbols; it fails on some and adds nothing here.
    quant_pre_process(str(file), str(file), skip_optimization=not optimise, skip_symbolic_shape=True)
    return file


def weights_in_full(model: ModelProto) -> None:
    """Replace each float16 weight that is only cast to float32 by that float32 weight."""
    graph = model.graph
    stored = {tensor.name: tensor for tensor in graph.initializer if tensor.data_type == TensorProto.FLOAT16}
    casts = [node for node in graph.node if node.op_type == "Cast" and node.input[0] in stored]
    for cast in casts:
        value = numpy_helper.to_array(stored[cast.input[0]]).astype(np.float32)
        graph.initializer.append(numpy_helper.from_array(value, cast.output[0]))
        graph.node.remove(cast)
    needed = {name for node in graph.node for name in node.input}
    for tensor in [tensor for name, tensor in stored.items() if name not in needed]:
        graph.initializer.remove(tensor)


def weighted_nodes(model: Path) -> list[str]:
    """Names of the nodes that multiply with weights, in the order of the graph: what costs time."""
    graph = onnx.load(model).graph
    weights = {tensor.name for tensor in graph.initializer}
    kinds = ("Conv", "Gemm", "MatMul")
    return [node.name for node in graph.node if node.op_type in kinds and set(node.input) & weights]

"""Any torch network to ONNX, and the proof that the file computes the same.

Only the exporter of `torch.export` is used (`dynamo=True`): the older, tracing one writes a Wav2Vec2 file that runs
and is wrong.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from ml.export.weights import SMALLEST_HALVED

OPSET = 20


class LogitsOnly(nn.Module):  # type: ignore[misc]
    """A network that takes one tensor and returns logits as a tensor, whatever the wrapped one returns."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, inputs: Tensor) -> Tensor:
        """Pass through; Hugging Face's models return an object with the logits in it."""
        answer = self.network(inputs)
        return answer if isinstance(answer, Tensor) else answer.logits


def to_onnx(network: nn.Module, example: Tensor, file: Path, input_name: str, dynamic: Sequence[int]) -> None:
    """Write `network` in evaluation mode as one file with one input and the output `logits`.

    Args:
        example: an input to trace with; at least 2 along every dynamic axis (1 would be taken for a constant).
        dynamic: the axes of the input that may have any length, e.g. (0,) for images and (0, 1) for waves.
    """
    shapes = {"inputs": dict.fromkeys(dynamic, torch.export.Dim.AUTO)}
    program = torch.onnx.export(
        LogitsOnly(network).eval(),
        (example,),
        input_names=[input_name],
        output_names=["logits"],
        dynamic_shapes=shapes,
        opset_version=OPSET,
        dynamo=True,
        verbose=False,
    )
    program.save(str(file), external_data=False)
    without_traces(file)


def without_traces(file: Path) -> None:
    """Remove the exporter's notes, among them paths of this machine, from the file."""
    model = onnx.load(file)
    del model.metadata_props[:]
    for part in (*model.graph.node, *model.graph.input, *model.graph.output, *model.graph.value_info):
        del part.metadata_props[:]
    for weight in model.graph.initializer:
        del weight.metadata_props[:]
    onnx.save(model, file)


def largest_difference(network: nn.Module, file: Path, inputs: Sequence[Tensor]) -> float:
    """The largest absolute difference of any logit between torch and ONNX Runtime over all inputs."""
    session = open_cpu(file)
    name, reference = session.get_inputs()[0].name, LogitsOnly(network).eval()
    worst = 0.0
    for tensor in inputs:
        with torch.no_grad():
            expected = reference(tensor).numpy()
        (found,) = session.run(["logits"], {name: tensor.numpy()})
        worst = max(worst, float(np.abs(expected - found).max()))
    return worst


def open_cpu(file: Path) -> onnxruntime.InferenceSession:
    """An ONNX Runtime session of a file, on the CPU."""
    return onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])


def store_weights_in_half(file: Path) -> None:
    """Keep large float32 weights as float16 in the file, with a Cast each: half the size, computed in float32.

    ONNX Runtime folds the casts when it loads the file.
    """
    model = onnx.load(file)
    large = {
        weight.name: numpy_helper.to_array(weight)
        for weight in model.graph.initializer
        if weight.data_type == onnx.TensorProto.FLOAT and np.prod(weight.dims) >= SMALLEST_HALVED
    }
    _replace_with_casts(model.graph, large)
    onnx.checker.check_model(model)
    onnx.save(model, file)


def _replace_with_casts(graph: onnx.GraphProto, weights: Mapping[str, np.ndarray]) -> None:
    kept = [weight for weight in graph.initializer if weight.name not in weights]
    nodes = list(graph.node)
    halves = [numpy_helper.from_array(value.astype(np.float16), f"{name}.half") for name, value in weights.items()]
    casts = [onnx.helper.make_node("Cast", [f"{name}.half"], [name], to=onnx.TensorProto.FLOAT) for name in weights]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend([*kept, *halves])
    graph.node.extend([*casts, *nodes])

"""A network as a `torch.export` program (`.pt2`): for `torch.export.load`, AOTInductor, ExecuTorch and others."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.func import functional_call

from ml.export.to_onnx import LogitsOnly
from ml.export.weights import halved


class StoredInHalf(nn.Module):  # type: ignore[misc]
    """A network whose large weights are kept as float16 and computed as float32."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.names = list(network.state_dict())
        state = halved(network.state_dict())
        for index, name in enumerate(self.names):
            self.register_buffer(f"stored_{index}", state[name].detach().clone())
        self._network = [network]  # in a list, so that its own weights are no part of this module's state

    def forward(self, inputs: Tensor) -> Tensor:
        """As the network."""
        state = {name: self.get_buffer(f"stored_{index}").float() for index, name in enumerate(self.names)}
        answer: Tensor = functional_call(self._network[0], state, (inputs,))
        return answer


def to_pt2(network: nn.Module, example: Tensor, file: Path, dynamic: Sequence[int]) -> None:
    """Write `network` in evaluation mode as a program with one input and one output, the logits.

    Args:
        example: an input to trace with; at least 2 along every dynamic axis (1 would be taken for a constant).
        dynamic: the axes of the input that may have any length, e.g. (0,) for images and (0, 1) for waves.
    """
    shapes = {"inputs": dict.fromkeys(dynamic, torch.export.Dim.AUTO)}
    with torch.no_grad():
        program = torch.export.export(
            StoredInHalf(LogitsOnly(network).eval()).eval(), (example,), dynamic_shapes=shapes, strict=False
        )
    for node in program.graph.nodes:
        for trace in ("stack_trace", "nn_module_stack", "source_fn_stack", "from_node"):
            node.meta.pop(trace, None)  # paths of this machine, and most of the file's text
    program.example_inputs = None  # would be kept whole, as a pickle
    torch.export.save(program, file)


def load_program(file: Path) -> nn.Module:
    """The program as a module that answers logits."""
    return torch.export.load(file).module()

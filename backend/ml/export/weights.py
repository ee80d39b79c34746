"""A network's weights as safetensors: no pickle, large ones as float16, to be trained further."""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from ml.errors import BundleError

SMALLEST_HALVED = 1024


def halved(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The state with large float32 tensors as float16; small ones (biases, statistics) keep their precision."""
    return {
        name: value.half() if value.dtype == torch.float32 and value.numel() >= SMALLEST_HALVED else value
        for name, value in state.items()
    }


def save_weights(network: nn.Module, file: Path) -> None:
    """Write the state of a network, without what is tied to another name twice."""
    state = {name: value.detach().cpu().contiguous() for name, value in halved(network.state_dict()).items()}
    save_file({name: value.clone() for name, value in state.items()}, file)


def load_weights(file: Path) -> dict[str, Tensor]:
    """The state in float32. Raises BundleError where the file is no safetensors file."""
    try:
        state = load_file(file)
    except (OSError, SafetensorError) as error:
        raise BundleError(f"{file.name} is not a readable safetensors file: {error}") from error
    return {name: value.float() if value.dtype == torch.float16 else value for name, value in state.items()}

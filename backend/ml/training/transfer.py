"""Start from a model that is there: its network, its weights, and the rows of its head that are known again."""

from collections.abc import Mapping

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from ml.bundle import WEIGHTS, Architecture, Bundle
from ml.errors import RecipeError
from ml.training.training_task import Outputs


def architecture_of(bundle: Bundle) -> Architecture:
    """Which network the bundle's weights fill.

    Raises:
        RecipeError: the bundle does not say, or has no weights to go on from.
    """
    manifest = bundle.manifest
    if manifest.architecture is None or WEIGHTS not in manifest.files:
        raise RecipeError(
            f"{manifest.slug} cannot be trained further: its bundle has no {WEIGHTS} with the network that it fills."
        )
    return manifest.architecture


def weights_of(bundle: Bundle) -> dict[str, Tensor]:
    """The bundle's weights in float32.

    Raises:
        RecipeError: the file cannot be read.
    """
    try:
        state = load_file(bundle.file(WEIGHTS))
    except (OSError, SafetensorError) as error:
        raise RecipeError(f"{bundle.manifest.slug}: {WEIGHTS} cannot be read: {error}.") from error
    return {name: value.float() if value.dtype == torch.float16 else value for name, value in state.items()}


def fill(network: nn.Module, head: list[nn.Module], parent: Bundle, outputs: Outputs) -> None:
    """Copy the parent's weights; in the head, row by row, those whose label or character the parent knew too.

    Raises:
        RecipeError: a weight has another shape than the network's, as after pruning.
    """
    known = {name: row for row, name in enumerate(parent.manifest.outputs)}
    own = {id(weight) for part in head for weight in part.parameters()}
    heads = {name for name, weight in network.named_parameters() if id(weight) in own}
    state = network.state_dict()
    with torch.no_grad():
        for name, value in weights_of(parent).items():
            if name in heads and state[name].shape[1:] == value.shape[1:] and len(value) == len(known):
                copy_rows(state[name], value, known, outputs)
            elif name in state and state[name].shape == value.shape and name not in heads:
                state[name].copy_(value)
            else:
                raise RecipeError(f"{parent.manifest.slug}: the weight {name} does not fit its network; was it pruned?")


def columns_in_both(parent: Bundle, outputs: Outputs) -> tuple[list[int], list[int]]:
    """The numbers of the labels or characters that both know: those in `outputs`, and the parent's of the same."""
    known = {name: row for row, name in enumerate(parent.manifest.outputs)}
    own = [column for column, name in enumerate(outputs.names) if name in known]
    return own, [known[outputs.names[column]] for column in own]


def copy_rows(target: Tensor, source: Tensor, known: Mapping[str, int], outputs: Outputs) -> None:
    """Copy the rows of the outputs that the parent had; the others keep their random start."""
    for row, name in enumerate(outputs.names):
        if name in known:
            target[row].copy_(source[known[name]])

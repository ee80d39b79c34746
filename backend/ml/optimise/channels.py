"""Which channels of a network can go: whole filters, so that what is left is a smaller network of the same kind.

torch-pruning's dependency graph (Fang et al. 2023, arXiv:2301.12900) finds the layers that must lose the same channels;
a first-order estimate of what the loss would be without them (Molchanov et al. 2019, arXiv:1906.10771) says which.
"""

import copy
from collections.abc import Iterable, Mapping

import torch
import torch_pruning
from torch import Tensor, nn
from torch.nn import functional

from ml.errors import OptimiseError
from ml.vision import networks

MOST_OF_A_LAYER = 0.75
TRIALS = 9


def parameters_of(network: nn.Module) -> int:
    """How many weights it has."""
    return sum(weight.numel() for weight in network.parameters())


def pruned(network: nn.Module, batches: Iterable[tuple[Tensor, Tensor]], *, keep: float, multiple: int) -> nn.Module:
    """A copy with at most a share of `keep` of the weights, as much of it as whole multiples of channels allow.

    Args:
        batches: images and labels, by which the channels are judged.
        multiple: channels stay multiples of this; processors compute them in blocks.

    Raises:
        OptimiseError: the network cannot be made so small, or its layers cannot be pruned.
    """
    learning = {name: weight.requires_grad for name, weight in network.named_parameters()}
    judged = copy.deepcopy(network).eval().requires_grad_(True)
    gradients = gradients_of(judged, batches)
    smallest, least, most = None, 0.0, MOST_OF_A_LAYER
    for _ in range(TRIALS):
        ratio = (least + most) / 2
        trial = without(judged, gradients, ratio, multiple)
        if parameters_of(trial) <= keep * parameters_of(network):
            smallest, most = trial, ratio
        else:
            least = ratio
    if smallest is None:
        raise OptimiseError(f"The network cannot be pruned to {keep:.0%} of its weights; keep more of it.")
    for name, weight in smallest.named_parameters():
        weight.grad = None
        weight.requires_grad_(learning[name])
    return smallest


def gradients_of(network: nn.Module, batches: Iterable[tuple[Tensor, Tensor]]) -> dict[str, Tensor]:
    """The gradient of the loss by every weight."""
    for pixels, labels in batches:
        functional.cross_entropy(network(pixels), labels, reduction="sum").backward()
    return {name: weight.grad for name, weight in network.named_parameters() if weight.grad is not None}


def without(network: nn.Module, gradients: Mapping[str, Tensor], ratio: float, multiple: int) -> nn.Module:
    """A copy without that share of all channels, those first that matter least. Raises OptimiseError."""
    trial = copy.deepcopy(network)
    for name, weight in trial.named_parameters():
        weight.grad = gradients[name].clone()
    stem, *_, head = networks.layers(trial)
    try:
        torch_pruning.pruner.BasePruner(
            trial,
            torch.zeros(2, 3, 32, 32),
            importance=torch_pruning.importance.GroupTaylorImportance(normalizer="max"),
            global_pruning=True,
            pruning_ratio=ratio,
            max_pruning_ratio=MOST_OF_A_LAYER,
            ignored_layers=[*stem, *head],
            round_to=multiple,
        ).step()
        trial(torch.zeros(2, 3, 32, 32))
    except (RuntimeError, ValueError, IndexError, AttributeError, AssertionError) as error:
        raise OptimiseError(f"The layers of this network cannot be pruned: {error}") from error
    return trial

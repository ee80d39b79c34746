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
from ml.optimise.prune import MOST_OF_A_LAYER, PruneOptions
from ml.optimise.student_task import StudentTask
from ml.sampling import parts_of, spread
from ml.training.weights import parameters_of
from ml.vision import networks
from ml.vision.distil import ImageStudent

JUDGING_BATCH = 256
TRIALS = 9


def prune(task: StudentTask, options: PruneOptions) -> dict[str, int | bool]:
    """Prune the task's network, in its place; returns what else stands in the lineage. Raises OptimiseError."""
    if not isinstance(task, ImageStudent):
        raise OptimiseError("Channels are taken out of networks of images alone.")
    batches = judging(task, options)
    mirror = task.architecture.mirror and options.mirror
    student = pruned(task.network, batches, keep=options.keep, multiple=options.multiple)
    task.replace(student, task.architecture.model_copy(update={"mirror": mirror}))
    return {"judging_images": sum(len(labels) for _, labels in batches), "mirror": mirror}


def judging(task: ImageStudent, options: PruneOptions) -> list[tuple[Tensor, Tensor]]:
    """Training images as they are served, spread over the split, with their labels."""
    pictures = task.training
    return [
        (
            torch.stack([pictures.served(number) for number in part]),
            torch.tensor([pictures.labels[number] for number in part]),
        )
        for part in parts_of(spread(range(len(pictures)), options.judging_images), JUDGING_BATCH)
    ]


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

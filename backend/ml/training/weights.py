"""What of a network learns, how fast, and the running average of it."""

from collections.abc import Container, Iterable, Iterator

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.optim.swa_utils import AveragedModel

from ml.training.recipe import BaseRecipe
from ml.training.training_task import TrainingTask

ADAM_SECOND_BETA = 0.98
OLDEST_START = 10


def freeze(task: TrainingTask, recipe: BaseRecipe) -> list[nn.Module]:
    """Take the recipe's frozen part out of the training; returns the modules that stay in evaluation mode."""
    layers = task.layers()
    frozen = {"nothing": layers[:0], "first-layers": layers[:1], "all-but-head": layers[:-1]}[recipe.freeze]
    modules = [module for layer in frozen for module in layer]
    for module in modules:
        module.requires_grad_(False)
    if task.frozen_norms:
        modules += [module for module in task.network.modules() if isinstance(module, _BatchNorm)]
    return modules


def optimiser_of(task: TrainingTask, recipe: BaseRecipe, fine_tuning: bool) -> torch.optim.Optimizer:
    """SGD or AdamW; each group's `scale` is the factor of its learning rate, biases and norms do not decay."""
    biases = norm_biases(task.network) if recipe.norm_rate != 1 else set()
    groups = [
        {"params": weights, "scale": scale * rate, "weight_decay": decay, "lr": recipe.learning_rate * scale * rate}
        for scale, layer in scaled_layers(task, recipe, fine_tuning)
        for rate, decay, weights in parameter_groups(layer, recipe, biases)
        if weights
    ]
    if recipe.optimiser == "sgd":
        return torch.optim.SGD(groups, lr=recipe.learning_rate, momentum=recipe.momentum, nesterov=recipe.momentum > 0)
    return torch.optim.AdamW(groups, lr=recipe.learning_rate, betas=(recipe.momentum, ADAM_SECOND_BETA))


def scaled_layers(task: TrainingTask, recipe: BaseRecipe, fine_tuning: bool) -> Iterator[tuple[float, list[Tensor]]]:
    """Each layer's weights that learn, with the factor of their learning rate; last those that are in no layer."""
    *body, head = task.layers()
    decay, seen = recipe.layer_decay if fine_tuning else 1.0, set()
    for depth, layer in enumerate([head, *reversed(body)]):
        weights = [weight for module in layer for weight in module.parameters() if weight.requires_grad]
        seen |= {id(weight) for weight in weights}
        yield (recipe.head_rate if depth == 0 else decay**depth), weights
    yield 1.0, [weight for weight in task.network.parameters() if weight.requires_grad and id(weight) not in seen]


def parameter_groups(
    weights: Iterable[Tensor], recipe: BaseRecipe, biases: Container[int]
) -> list[tuple[float, float, list[Tensor]]]:
    """Weights with the factor of their rate and their decay: matrices and filters decay, vectors do not."""
    weights = list(weights)
    vectors = [weight for weight in weights if weight.ndim <= 1]
    return [
        (1.0, recipe.weight_decay, [weight for weight in weights if weight.ndim > 1]),
        (1.0, 0.0, [weight for weight in vectors if id(weight) not in biases]),
        (recipe.norm_rate, 0.0, [weight for weight in vectors if id(weight) in biases]),
    ]


def norm_biases(network: nn.Module) -> set[int]:
    """The ids of the biases of batch normalisation."""
    return {id(module.bias) for module in network.modules() if isinstance(module, _BatchNorm)}


def average_of(network: nn.Module, keep: float) -> AveragedModel:
    """A running average of the weights and statistics, which follows faster while it is young."""

    def follow(average: list[Tensor], current: list[Tensor], count: Tensor) -> None:
        rate = 1 - min(keep, (1 + float(count)) / (OLDEST_START + float(count)))
        if average[0].is_floating_point():
            torch._foreach_lerp_(average, current, rate)
        else:
            torch._foreach_copy_(average, current)

    return AveragedModel(network, multi_avg_fn=torch.no_grad()(follow), use_buffers=True)


def state_of(network: nn.Module) -> dict[str, Tensor]:
    """The state on the CPU, each tensor with memory of its own, as safetensors want it."""
    return {name: value.detach().cpu().contiguous().clone() for name, value in network.state_dict().items()}


def parameters_of(network: nn.Module) -> int:
    """How many weights it has."""
    return sum(weight.numel() for weight in network.parameters())

"""A trained ResNet becomes what is served: with a temperature that makes its confidence true."""

from __future__ import annotations

from itertools import cycle, islice
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

from ml.bundle import Architecture
from ml.export.parts import Trained
from ml.vision import networks

if TYPE_CHECKING:
    from ml.training.images.task import ImageTask

PARITY_BATCHES = (1, 2, 7, 32)
FEWEST_TO_FIT = 50


def finished(task: ImageTask, state: dict[str, Tensor]) -> tuple[Trained, Architecture]:
    """The network with the given weights, and the graph around it that answers."""
    network = networks.build(task.architecture.family, task.architecture.options, len(task.outputs.names)).eval()
    networks.fit_channels(network, state)
    network.load_state_dict(state)
    mirror = task.recipe.mirror_average or task.architecture.mirror
    temperature = fitted(networks.served(network, mirror, 1.0), task)
    trained = Trained(
        network=network,
        served=networks.served(network, mirror, temperature),
        input_name="pixels",
        dynamic=(0,),
        inputs=[torch.stack(list(islice(cycle(some_pictures(task)), size))) for size in PARITY_BATCHES],
        validation=(pixels for pixels, _ in task.validation(0, 0, 1)),
        answers=lambda logits: logits.argmax(1).tolist(),
    )
    return trained, task.architecture.model_copy(update={"mirror": mirror, "temperature": temperature})


def some_pictures(task: ImageTask) -> list[Tensor]:
    """A few training pictures as they are served."""
    return [task.training.served(index) for index in range(min(len(task.training), max(PARITY_BATCHES)))]


def fitted(classifier: nn.Module, task: ImageTask) -> float:
    """The divisor of the logits that makes the confidence true on unseen images (Guo et al. 2017, arXiv:1706.04599).

    It is that of the model that was begun with, or 1, where there are too few validation pictures to tell.
    """
    if task.validation_items < FEWEST_TO_FIT:
        return task.architecture.temperature
    with torch.inference_mode():
        parts = [(classifier(pixels), numbers) for pixels, numbers in task.validation(0, 0, 1)]
    logits = torch.cat([part for part, _ in parts])
    labels = torch.tensor([task.validating.labels[number] for _, numbers in parts for number in numbers])
    candidates = torch.logspace(-1.5, 1, 200)
    losses = [functional.cross_entropy(logits / temperature, labels) for temperature in candidates]
    return round(float(candidates[int(torch.stack(losses).argmin())]), 4)

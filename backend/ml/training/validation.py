"""Answers to the validation items, computed by all processes together."""

import torch
from accelerate import Accelerator
from accelerate.utils import gather_object
from torch import nn

from ml.training.training_task import TrainingTask, Validated


def validated(task: TrainingTask, network: nn.Module, accelerator: Accelerator, workers: int) -> list[Validated]:
    """Every validation item answered in evaluation mode, in order; the same list in each process."""
    network.eval()
    found: list[Validated] = []
    with torch.inference_mode():
        for inputs, numbers in task.validation(workers, accelerator.process_index, accelerator.num_processes):
            with accelerator.autocast():
                answer = network(inputs.to(accelerator.device))
            found += task.validate(answer, numbers)
    everyone: list[Validated] = gather_object(found)
    return sorted(everyone, key=lambda item: item.index)


def mean_loss(items: list[Validated]) -> float | None:
    """The loss per picture or character, None without items."""
    return sum(item.loss for item in items) / sum(item.weight for item in items) if items else None

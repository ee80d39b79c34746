"""A variant with fewer channels, which then learns from its parent what the lost ones did."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ml.bundle import Bundle
from ml.datasets.frozen import DataSet
from ml.errors import OptimiseError
from ml.optimise.channels import parameters_of, pruned
from ml.optimise.examples import parts_of
from ml.optimise.imitation import TaughtImages
from ml.optimise.student import Teaching, run_of, task_for, taught, write_student
from ml.optimise.variant import ready
from ml.training.events import Callback, Noted
from ml.training.recipe import VisionRecipe

JUDGING_BATCH = 256
# After pruning, little of what was learnt is lost and no new features are looked for: a lower rate, no label smoothing.
RECIPE = VisionRecipe(
    epochs=10, optimiser="sgd", learning_rate=0.15, momentum=0.85, weight_decay=5e-4, clip_norm=0, batch_size=512,
    schedule="triangle", warmup=0.1, label_smoothing=0, shift=3, cutout=0.25, precision="bfloat16",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PruneOptions:
    """`keep` is the share of the weights that stays, at most; the channels are judged by so many training images.

    Without `mirror` it looks at the image alone where its parent looks at its mirror image too: half the work.
    """

    keep: float = 0.5
    multiple: int = 16
    judging_images: int = 2048
    mirror: bool = True
    teaching: Teaching = field(default_factory=lambda: Teaching(RECIPE))


def make(bundle: Bundle, data_set: DataSet, options: PruneOptions, folder: Path, callback: Callback) -> Bundle:
    """Write the pruned variant of an image bundle into `folder`.

    Its training is kept beside it, in `folder`.run, and goes on there when it was interrupted.

    Raises:
        OptimiseError: the network cannot be pruned so far, or the data set does not fit.
        Cancelled: the training was stopped.
    """
    ready(bundle, data_set)
    task = task_for(bundle, data_set, options.teaching)
    if not isinstance(task, TaughtImages):
        raise OptimiseError("Only image models are pruned; distil a speech model into a smaller one instead.")
    before = parameters_of(task.network)
    student = pruned(task.network, judging(task, options), keep=options.keep, multiple=options.multiple)
    mirror = task.architecture.mirror and options.mirror
    task.replace(student, task.architecture.model_copy(update={"mirror": mirror}))
    callback(Noted(f"{parameters_of(student):,} of {before:,} weights are left; the parent now teaches the rest."))
    weights = taught(task, options.teaching, run_of(folder), callback)
    made: dict[str, Any] = {
        "mirror": mirror,
        "keep": options.keep,
        "multiple": options.multiple,
        "judging_images": options.judging_images,
    }
    made |= options.teaching.as_json()
    return write_student("pruned", bundle, task, weights, data_set, folder=folder, made=made)


def judging(task: TaughtImages, options: PruneOptions) -> list[tuple[Tensor, Tensor]]:
    """Training images as they are served, spread over the split, with their labels."""
    count = len(task.training)
    wanted = min(count, options.judging_images)
    numbers = [index * count // wanted for index in range(wanted)]
    return [
        (torch.stack([task.training.served(number) for number in part]), torch.tensor(labels_of(task, part)))
        for part in parts_of(numbers, JUDGING_BATCH)
    ]


def labels_of(task: TaughtImages, numbers: Sequence[int]) -> list[int]:
    """The classes of training images."""
    return [task.training.labels[number] for number in numbers]

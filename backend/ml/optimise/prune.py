"""A variant with fewer channels, or heads and neurons, which then learns from its parent what the lost ones did."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from ml.bundle import Bundle
from ml.datasets.frozen import DataSet
from ml.optimise import heads
from ml.optimise.channels import parameters_of, pruned
from ml.optimise.examples import parts_of
from ml.optimise.imitation import TaughtImages, TaughtSounds
from ml.optimise.student import Teaching, run_of, task_for, taught, write_student
from ml.optimise.variant import ready
from ml.optimise.ways import KEEP
from ml.progress import Note
from ml.training.events import Callback

JUDGING_BATCH = 256


@dataclass(frozen=True, slots=True)
class PruneOptions:
    """`keep` is the share of the weights that stays, at most.

    Channels of a ResNet are judged by so many training images, heads and neurons of a Wav2Vec2 by so many clips.
    Without `mirror` a ResNet looks at the image alone where its parent looks at its mirror image too: half the work.
    """

    teaching: Teaching
    keep: float = KEEP
    multiple: int = 16
    judging_images: int = 2048
    judging_clips: int = 128
    mirror: bool = True


def make(bundle: Bundle, data_set: DataSet, options: PruneOptions, folder: Path, callback: Callback) -> Bundle:
    """Write the pruned variant of a bundle into `folder`.

    Its training is kept beside it, in `folder`.run, and goes on there when it was interrupted.

    Raises:
        OptimiseError: the network cannot be pruned so far, or the data set does not fit.
        Cancelled: the training was stopped.
    """
    ready(bundle, data_set)
    task = task_for(bundle, data_set, options.teaching)
    before = parameters_of(task.network)
    callback(Note(text="Training items show which parts matter least."))
    made = {"keep": options.keep, "multiple": options.multiple, **thin(task, options), **options.teaching.as_json()}
    after = parameters_of(task.network)
    callback(Note(text=f"{after:,} of {before:,} weights are left; the parent now teaches the rest."))
    weights = taught(task, options.teaching, run_of(folder), callback)
    return write_student("pruned", bundle, task, weights, data_set, folder=folder, made=made)


def thin(task: TaughtImages | TaughtSounds, options: PruneOptions) -> dict[str, int | bool]:
    """Prune the task's network, in its place; returns what else stands in the lineage."""
    if isinstance(task, TaughtSounds):
        clips = spread(len(task.training), options.judging_clips)
        task.replace(heads.pruned(task, clips, keep=options.keep, multiple=options.multiple), task.architecture)
        return {"judging_clips": len(clips)}
    batches = judging(task, options)
    mirror = task.architecture.mirror and options.mirror
    student = pruned(task.network, batches, keep=options.keep, multiple=options.multiple)
    task.replace(student, task.architecture.model_copy(update={"mirror": mirror}))
    return {"judging_images": sum(len(labels) for _, labels in batches), "mirror": mirror}


def spread(count: int, most: int) -> list[int]:
    """At most so many numbers below `count`, evenly."""
    wanted = min(count, most)
    return [index * count // wanted for index in range(wanted)]


def judging(task: TaughtImages, options: PruneOptions) -> list[tuple[Tensor, Tensor]]:
    """Training images as they are served, spread over the split, with their labels."""
    numbers = spread(len(task.training), options.judging_images)
    return [
        (torch.stack([task.training.served(number) for number in part]), torch.tensor(labels_of(task, part)))
        for part in parts_of(numbers, JUDGING_BATCH)
    ]


def labels_of(task: TaughtImages, numbers: Sequence[int]) -> list[int]:
    """The classes of training images."""
    return [task.training.labels[number] for number in numbers]

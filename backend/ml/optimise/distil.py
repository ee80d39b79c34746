"""A variant of another, smaller shape that learns from its parent (knowledge distillation)."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from math import prod
from pathlib import Path

import torch
from torch import nn

from ml.bundle import Architecture, Bundle
from ml.datasets.frozen import DataSet
from ml.errors import OptimiseError
from ml.optimise.channels import parameters_of
from ml.optimise.imitation import TaughtImages, TaughtSounds
from ml.optimise.student import Teaching, run_of, task_for, taught, write_student
from ml.optimise.variant import ready
from ml.progress import Note
from ml.speech import networks as speech_networks
from ml.training.events import Callback
from ml.training.images.finish import some_pictures
from ml.vision import networks as image_networks
from ml.vision.model import initialise_whitening


@dataclass(frozen=True, slots=True)
class DistilOptions:
    """The student is the recipe's `architecture` (with its `widths`), or its parent with these `layers` alone."""

    teaching: Teaching
    layers: Sequence[int] = ()


def make(bundle: Bundle, data_set: DataSet, options: DistilOptions, folder: Path, callback: Callback) -> Bundle:
    """Write the student of a bundle into `folder`.

    Its training is kept beside it, in `folder`.run, and goes on there when it was interrupted.

    Raises:
        OptimiseError: the student is no smaller than its teacher, has another frame rate, or the data set does not fit.
        Cancelled: the training was stopped.
    """
    ready(bundle, data_set)
    task = task_for(bundle, data_set, options.teaching)
    before = parameters_of(task.network)
    if isinstance(task, TaughtImages):
        enrol_image_student(task)
    elif options.layers:
        keep_layers(task, options.layers)
    else:
        enrol_sound_student(task)
    after = parameters_of(task.network)
    if after >= before:
        raise OptimiseError(f"The student has {after:,} weights, its teacher {before:,}; choose a smaller one.")
    callback(Note(text=f"A student of {after:,} weights learns from a teacher of {before:,}."))
    weights = taught(task, options.teaching, run_of(folder), callback)
    made = {"layers": list(options.layers), **options.teaching.as_json()}
    return write_student("distilled", bundle, task, weights, data_set, folder=folder, made=made)


def enrol_image_student(task: TaughtImages) -> None:
    """A fresh ResNet; the wide one starts with its whitening."""
    recipe = task.recipe
    wide = recipe.architecture == image_networks.WIDE
    options = {"widths": recipe.widths} if wide else {}
    student = image_networks.build(recipe.architecture, options, len(task.outputs.names))
    if wide:
        initialise_whitening(student, torch.stack(some_pictures(task)))
    mirror = recipe.mirror_average or task.architecture.mirror
    task.replace(student, Architecture(family=recipe.architecture, options=options, mirror=mirror))


def enrol_sound_student(task: TaughtSounds) -> None:
    """A fresh Wav2Vec2. Raises OptimiseError where its frames are not its teacher's."""
    recipe = task.recipe
    options = speech_networks.options_of(recipe.architecture)
    if prod(options["conv_stride"]) != prod(task.architecture.options["conv_stride"]):
        raise OptimiseError(f"{recipe.architecture} cuts sound into other frames than its teacher.")
    student = speech_networks.build(
        options, len(task.outputs.names), task.outputs.blank or 0,
        dropout=recipe.dropout, mask_time=recipe.mask_time, mask_length=recipe.mask_length,
    )  # fmt: skip
    speech_networks.start_as_filter_bank(student)
    task.replace(student, Architecture(family=speech_networks.FAMILY, options=options))


def keep_layers(task: TaughtSounds, layers: Sequence[int]) -> None:
    """The teacher with these of its transformer's layers alone (Sanh et al. 2019, arXiv:1910.01108)."""
    student = deepcopy(task.network).requires_grad_(True)
    student.wav2vec2.encoder.layers = nn.ModuleList(student.wav2vec2.encoder.layers[number] for number in layers)
    student.config.num_hidden_layers = len(layers)
    options = {**task.architecture.options, "num_hidden_layers": len(layers)}
    task.replace(student, task.architecture.model_copy(update={"options": options}))

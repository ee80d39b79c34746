"""A variant of another, smaller shape that learns from its parent (knowledge distillation)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ml.bundle import Bundle
from ml.datasets.frozen import DataSet
from ml.errors import OptimiseError
from ml.optimise.train_student import Distillation, run_of, task_for, train_student, write_student
from ml.optimise.variant import ready
from ml.progress import Note
from ml.training.events import Callback
from ml.training.weights import parameters_of


@dataclass(frozen=True, slots=True)
class DistilOptions:
    """The student is the recipe's `architecture` (with its `widths`), or its parent with these `layers` alone."""

    distillation: Distillation
    layers: Sequence[int] = ()


def make(bundle: Bundle, data_set: DataSet, options: DistilOptions, folder: Path, callback: Callback) -> Bundle:
    """Write the student of a bundle into `folder`.

    Its training is kept beside it, in `folder`.run, and goes on there when it was interrupted.

    Raises:
        OptimiseError: the student is no smaller than its teacher, has another frame rate, or the data set does not fit.
        Cancelled: the training was stopped.
    """
    ready(bundle, data_set)
    task = task_for(bundle, data_set, options.distillation)
    before = parameters_of(task.network)
    if options.layers:
        task.keep_layers(options.layers)
    else:
        task.start_other_network()
    after = parameters_of(task.network)
    if after >= before:
        raise OptimiseError(f"The student has {after:,} weights, its teacher {before:,}; choose a smaller one.")
    callback(Note(text=f"A student of {after:,} weights learns from a teacher of {before:,}."))
    weights = train_student(task, options.distillation, run_of(folder), callback)
    made = {"layers": list(options.layers), **options.distillation.as_json()}
    return write_student("distilled", bundle, task, weights, data_set, folder=folder, made=made)

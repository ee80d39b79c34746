"""A variant with fewer channels, or heads and neurons, which then learns from its parent what the lost ones did."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ml.bundle import Bundle
from ml.datasets.frozen import DataSet
from ml.kinds import KindFile
from ml.optimise.student_task import StudentTask
from ml.optimise.techniques import KEEP
from ml.optimise.train_student import Distillation, run_of, task_for, train_student, write_student
from ml.optimise.variant import ready
from ml.progress import Note
from ml.training.events import Callback
from ml.training.weights import parameters_of

MOST_OF_A_LAYER = 0.75


@dataclass(frozen=True, slots=True)
class PruneOptions:
    """`keep` is the share of the weights that stays, at most.

    Channels of a ResNet are judged by so many training images, heads and neurons of a Wav2Vec2 by so many clips.
    Without `mirror` a ResNet looks at the image alone where its parent looks at its mirror image too: half the work.
    """

    distillation: Distillation
    keep: float = KEEP
    multiple: int = 16
    judging_images: int = 2048
    judging_clips: int = 128
    mirror: bool = True


class PruneFile(Protocol):
    """Pruning."""

    def prune(self, task: StudentTask, options: PruneOptions) -> dict[str, int | bool]:
        """Prune the task's network, in its place; returns what else stands in the lineage. Raises OptimiseError."""


PRUNE: KindFile[PruneFile] = KindFile("prune")


def make(bundle: Bundle, data_set: DataSet, options: PruneOptions, folder: Path, callback: Callback) -> Bundle:
    """Write the pruned variant of a bundle into `folder`.

    Its training is kept beside it, in `folder`.run, and goes on there when it was interrupted.

    Raises:
        OptimiseError: the network cannot be pruned so far, or the data set does not fit.
        Cancelled: the training was stopped.
    """
    ready(bundle, data_set)
    task = task_for(bundle, data_set, options.distillation)
    before = parameters_of(task.network)
    callback(Note(text="Training items show which parts matter least."))
    made = {
        "keep": options.keep,
        "multiple": options.multiple,
        **PRUNE.of(bundle.manifest.kind).prune(task, options),
        **options.distillation.as_json(),
    }
    after = parameters_of(task.network)
    callback(Note(text=f"{after:,} of {before:,} weights are left; the parent now teaches the rest."))
    weights = train_student(task, options.distillation, run_of(folder), callback)
    return write_student("pruned", bundle, task, weights, data_set, folder=folder, made=made)

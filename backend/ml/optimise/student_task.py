"""A training task whose network is another one than its teacher's."""

from collections.abc import Sequence
from typing import Protocol

from torch import nn

from ml.bundle import Architecture, Bundle
from ml.datasets.frozen import DataSet
from ml.kinds import KindFile
from ml.training.recipe import BaseRecipe
from ml.training.training_task import TrainingTask


class StudentTask(TrainingTask, Protocol):
    """Until it is replaced, the student is the teacher's own network."""

    def replace(self, student: nn.Module, architecture: Architecture) -> None:
        """The network that learns."""

    def start_other_network(self) -> None:
        """Replace it by a fresh network of the recipe's shape. Raises OptimiseError where that cannot be taught."""

    def keep_layers(self, layers: Sequence[int]) -> None:
        """Replace it by the teacher with these layers alone. Raises OptimiseError where it has none to give up."""


class DistilFile(Protocol):
    """Knowledge distillation."""

    def student_task(
        self, recipe: BaseRecipe, data_set: DataSet, parent: Bundle, *, share: float, softness: float
    ) -> StudentTask:
        """The student with its parent as the teacher. Raises OptimiseError where they do not fit."""


DISTIL: KindFile[DistilFile] = KindFile("distil")

"""A ResNet that learns classes from the labels and from a teacher (knowledge distillation)."""

from collections.abc import Sequence

import torch
from torch import nn

from ml.bundle import Architecture, Bundle
from ml.datasets.frozen import DataSet
from ml.errors import OptimiseError
from ml.training.distillation import Teacher
from ml.training.recipe import BaseRecipe
from ml.vision import networks
from ml.vision.recipe import VisionRecipe
from ml.vision.train import PARITY_BATCHES, ImageTraining

# A student answers what its parent answers, also where the data set has not all of it.
SAME_LABELS = {"labels": "extend", "remember": 0.0}


class ImageStudent(ImageTraining):
    """A `StudentTask`.

    Args:
        parent: the teacher, and the network that is the student's until it is replaced.
        share: of the distillation in the loss, 0 to 1.
    """

    def __init__(
        self, recipe: VisionRecipe, data_set: DataSet, parent: Bundle, *, share: float, softness: float
    ) -> None:
        super().__init__(recipe.model_copy(update=SAME_LABELS), data_set, parent)
        self.teacher = Teacher(self.network, share, softness)
        self.notes = []

    def replace(self, student: nn.Module, architecture: Architecture) -> None:
        """The network that learns."""
        self.network, self.architecture = student.to(memory_format=torch.channels_last), architecture

    def start_other_network(self) -> None:
        """A fresh ResNet of the recipe's shape; the wide one starts with its whitening."""
        recipe = self.recipe
        wide = recipe.architecture == networks.WIDE
        options = {"widths": recipe.widths} if wide else {}
        student = networks.build(recipe.architecture, options, len(self.outputs.names))
        if wide:
            networks.initialise_whitening(student, torch.stack(self.training.first(max(PARITY_BATCHES))))
        mirror = recipe.mirror_average or self.architecture.mirror
        self.replace(student, Architecture(family=recipe.architecture, options=options, mirror=mirror))

    def keep_layers(self, _: Sequence[int]) -> None:
        """Raises OptimiseError: the stages of a ResNet cannot be taken out one by one."""
        raise OptimiseError("A ResNet keeps all of its stages; choose a student of another shape.")


def student_task(
    recipe: BaseRecipe, data_set: DataSet, parent: Bundle, *, share: float, softness: float
) -> ImageStudent:
    """The student with its parent as the teacher. Raises OptimiseError where the recipe is for another kind."""
    if not isinstance(recipe, VisionRecipe):
        raise OptimiseError(f"{parent.manifest.slug} does {parent.manifest.kind}; the recipe is for {recipe.kind}.")
    return ImageStudent(recipe, data_set, parent, share=share, softness=softness)

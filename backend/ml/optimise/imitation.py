"""Training that also learns from a teacher: a task whose network is another one than its teacher's."""

import torch
from torch import nn

from ml.bundle import Architecture, Bundle
from ml.datasets.frozen import DataSet
from ml.training.images.task import ImageTask
from ml.training.recipe import SpeechRecipe, VisionRecipe
from ml.training.sounds.task import SoundTask
from ml.training.teacher import Teacher

# A student answers what its parent answers, also where the data set has not all of it.
SAME_LABELS = {"labels": "extend", "remember": 0.0}
SAME_CHARACTERS = {"vocabulary": "extend"}


class TaughtImages(ImageTask):
    """A ResNet that learns classes from the labels and from a teacher.

    Args:
        parent: the teacher, and the network that is the student's until it is replaced.
        share: of the imitation in the loss, 0 to 1.
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


class TaughtSounds(SoundTask):
    """A Wav2Vec2 that learns to write from the texts and, frame by frame, from a teacher of the same frame rate."""

    def __init__(
        self, recipe: SpeechRecipe, data_set: DataSet, parent: Bundle, *, share: float, softness: float
    ) -> None:
        super().__init__(recipe.model_copy(update=SAME_CHARACTERS), data_set, parent)
        self.teacher = Teacher(self.network, share, softness)
        self.notes = ()

    def replace(self, student: nn.Module, architecture: Architecture) -> None:
        """The network that learns."""
        self.network, self.architecture = student, architecture

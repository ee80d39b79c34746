"""Training that also learns from a teacher: a task whose network imitates another one while it learns the truth.

Hinton, Vinyals and Dean 2015 (arXiv:1503.02531): the student's softened answers follow the teacher's on the very same
augmented input (Beyer et al. 2021, arXiv:2106.05237).
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from ml.bundle import Architecture, Bundle
from ml.datasets.frozen import DataSet
from ml.training.images.task import ImageTask
from ml.training.recipe import SpeechRecipe, VisionRecipe
from ml.training.sounds.task import SoundTask


class Pair(nn.Module):  # type: ignore[misc]
    """A student with its teacher, whose weights are none of this module's: they are neither trained nor kept."""

    def __init__(self, student: nn.Module, teacher: nn.Module) -> None:
        super().__init__()
        self.student = student
        self._teacher = [teacher.eval().requires_grad_(False)]

    def forward(self, inputs: Tensor) -> tuple[Any, Tensor]:
        """The student's answer, and the teacher's logits."""
        (teacher,) = self._teacher
        with torch.no_grad():
            taught = teacher.to(inputs.device)(inputs)
        return self.student(inputs), taught if isinstance(taught, Tensor) else taught.logits


def imitation(own: Tensor, taught: Tensor, softness: float) -> Tensor:
    """Kullback-Leibler divergence of the softened answers, summed over all but the last axis.

    Times `softness` squared, so that gradients keep their size (Hinton 2015, section 2).
    """
    expected = functional.log_softmax(taught.float() / softness, -1)
    found = functional.log_softmax(own.float() / softness, -1)
    return functional.kl_div(found, expected, reduction="sum", log_target=True) * softness**2


class TaughtImages(ImageTask):
    """A ResNet that learns classes from the labels and from a teacher.

    Args:
        parent: the teacher, and the network that is the student's until it is replaced.
        share: of the imitation in the loss, 0 to 1.
    """

    def __init__(
        self, recipe: VisionRecipe, data_set: DataSet, parent: Bundle, *, share: float, softness: float
    ) -> None:
        super().__init__(recipe, data_set, parent)
        self.teacher, self.share, self.softness = self.network, share, softness
        self.notes = []

    def replace(self, student: nn.Module, architecture: Architecture) -> None:
        """The network that learns."""
        self.network, self.architecture = student.to(memory_format=torch.channels_last), architecture

    def model(self) -> nn.Module:
        """Both."""
        return Pair(self.network, self.teacher)

    def loss(self, answer: tuple[Tensor, Tensor], truth: Tensor) -> Tensor:
        """Cross-entropy and imitation."""
        own, taught = answer
        return (1 - self.share) * super().loss(own, truth) + self.share * imitation(own, taught, self.softness)


class TaughtSounds(SoundTask):
    """A Wav2Vec2 that learns to write from the texts and, frame by frame, from a teacher of the same frame rate."""

    def __init__(
        self, recipe: SpeechRecipe, data_set: DataSet, parent: Bundle, *, share: float, softness: float
    ) -> None:
        super().__init__(recipe, data_set, parent)
        self.teacher, self.share, self.softness = self.network, share, softness
        self.notes = ()

    def replace(self, student: nn.Module, architecture: Architecture) -> None:
        """The network that learns."""
        self.network, self.architecture = student, architecture

    def model(self) -> nn.Module:
        """Both."""
        return Pair(super().model(), self.teacher)

    def loss(self, answer: tuple[Any, Tensor], truth: list[str]) -> Tensor:
        """CTC and imitation."""
        own, taught = answer
        return (1 - self.share) * super().loss(own, truth) + self.share * imitation(own[0], taught, self.softness)

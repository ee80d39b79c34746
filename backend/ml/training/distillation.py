"""A second network that a run learns from: the parent of a student, or the model that was begun with and is remembered.

Hinton, Vinyals and Dean 2015 (arXiv:1503.02531): softened answers follow the teacher's on the very same augmented input
(Beyer et al. 2021, arXiv:2106.05237). On the labels that a model knew before, that is learning without forgetting
(Li and Hoiem 2016, arXiv:1606.09282).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


class StudentAndTeacher(nn.Module):  # type: ignore[misc]
    """A student with its teacher, whose weights are none of this module's: they are neither trained nor kept."""

    def __init__(self, student: nn.Module, teacher: nn.Module) -> None:
        super().__init__()
        self.student = student
        self._teacher = [teacher.eval().requires_grad_(False)]

    def forward(self, inputs: Tensor) -> tuple[Tensor | tuple[Tensor, ...], Tensor]:
        """The student's answer, and the teacher's logits."""
        (teacher,) = self._teacher
        with torch.no_grad():
            answer = teacher.to(inputs.device)(inputs)
        return self.student(inputs), answer if isinstance(answer, Tensor) else answer.logits


@dataclass(frozen=True, slots=True)
class Teacher:
    """A network to learn from.

    `share` is that of the distillation in the loss, 0 to 1. `own` and `known` are the numbers of the outputs that both
    have, the student's and the teacher's; without them the outputs are the same.
    """

    network: nn.Module
    share: float
    softness: float
    own: Sequence[int] | None = None
    known: Sequence[int] | None = None

    def mixed(self, loss: Tensor, student: Tensor, teacher: Tensor) -> Tensor:
        """The loss of the truth and that of the distillation by their shares."""
        if self.own is not None:
            student, teacher = student[..., self.own], teacher[..., self.known]
        return (1 - self.share) * loss + self.share * distillation_loss(student, teacher, self.softness)


def distillation_loss(student: Tensor, teacher: Tensor, softness: float) -> Tensor:
    """Kullback-Leibler divergence of the softened answers, summed over all but the last axis.

    Times `softness` squared, so that gradients keep their size (Hinton 2015, section 2).
    """
    expected = functional.log_softmax(teacher.float() / softness, -1)
    found = functional.log_softmax(student.float() / softness, -1)
    return functional.kl_div(found, expected, reduction="sum", log_target=True) * softness**2

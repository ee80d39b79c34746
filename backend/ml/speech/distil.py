"""A Wav2Vec2 that learns to write from the texts and, frame by frame, from a teacher of the same frame rate."""

from collections.abc import Sequence
from copy import deepcopy
from math import prod

from torch import nn

from ml.bundle import Architecture, Bundle
from ml.datasets.frozen import DataSet
from ml.errors import OptimiseError
from ml.speech import networks
from ml.speech.recipe import SpeechRecipe
from ml.speech.train import SpeechTraining
from ml.training.distillation import Teacher
from ml.training.recipe import BaseRecipe

# A student writes what its parent writes, also where the data set has not all of it.
SAME_CHARACTERS = {"vocabulary": "extend"}


class SpeechStudent(SpeechTraining):
    """A `StudentTask`.

    Args:
        parent: the teacher, and the network that is the student's until it is replaced.
        share: of the distillation in the loss, 0 to 1.
    """

    def __init__(
        self, recipe: SpeechRecipe, data_set: DataSet, parent: Bundle, *, share: float, softness: float
    ) -> None:
        super().__init__(recipe.model_copy(update=SAME_CHARACTERS), data_set, parent)
        self.teacher = Teacher(self.network, share, softness)
        self.notes = ()

    def replace(self, student: nn.Module, architecture: Architecture) -> None:
        """The network that learns."""
        self.network, self.architecture = student, architecture

    def start_other_network(self) -> None:
        """A fresh Wav2Vec2 of the recipe's shape. Raises OptimiseError where its frames are not its teacher's."""
        recipe = self.recipe
        options = networks.options_of(recipe.architecture)
        if prod(options["conv_stride"]) != prod(self.architecture.options["conv_stride"]):
            raise OptimiseError(f"{recipe.architecture} cuts sound into other frames than its teacher.")
        student = networks.build(
            options, len(self.outputs.names), self.outputs.blank or 0,
            dropout=recipe.dropout, mask_time=recipe.mask_time, mask_length=recipe.mask_length,
        )  # fmt: skip
        networks.start_as_filter_bank(student)
        self.replace(student, Architecture(family=networks.FAMILY, options=options))

    def keep_layers(self, layers: Sequence[int]) -> None:
        """The teacher with these of its transformer's layers alone (Sanh et al. 2019, arXiv:1910.01108)."""
        student = deepcopy(self.network).requires_grad_(True)
        student.wav2vec2.encoder.layers = nn.ModuleList(student.wav2vec2.encoder.layers[number] for number in layers)
        student.config.num_hidden_layers = len(layers)
        options = {**self.architecture.options, "num_hidden_layers": len(layers)}
        self.replace(student, self.architecture.model_copy(update={"options": options}))


def student_task(
    recipe: BaseRecipe, data_set: DataSet, parent: Bundle, *, share: float, softness: float
) -> SpeechStudent:
    """The student with its parent as the teacher.

    Raises:
        OptimiseError: the recipe is for another kind, or the data set has characters that the parent cannot write.
    """
    manifest = parent.manifest
    if not isinstance(recipe, SpeechRecipe):
        raise OptimiseError(f"{manifest.slug} does {manifest.kind}; the recipe is for {recipe.kind}.")
    task = SpeechStudent(recipe, data_set, parent, share=share, softness=softness)
    unknown = sorted(set(task.outputs.names) - set(manifest.outputs))
    if unknown:
        raise OptimiseError(f"{manifest.slug} cannot write {unknown[0]!r}, which {data_set.manifest.slug} has.")
    return task

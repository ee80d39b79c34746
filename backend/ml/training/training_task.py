"""What differs between the kinds of models, as the training loop sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from ml.bundle import Architecture, Bundle
from ml.datasets.frozen import DataSet
from ml.export.parts import Trained
from ml.kinds import KindFile
from ml.training.events import EpochSample
from ml.training.plan import Batch, Plan
from ml.training.recipe import BaseRecipe
from ml.types import JsonObject, Spec

# Torch does not type what a network answers or a data set holds: logits, or also those of a middle layer or a teacher;
# an input with its label or its text.
Answer: TypeAlias = Any
Sample: TypeAlias = Any
# What is right, for a batch: the numbers of labels, or texts.
Truth: TypeAlias = Tensor | list[str]
# One of the parts that a batch is computed in: its number, the network's input, what is right.
Part: TypeAlias = tuple[int, tuple[Tensor, Truth]]


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the numbers of the network's last layer mean: `names` are labels, or characters with their CTC blank."""

    names: tuple[str, ...]
    blank: int | None = None
    delimiter: str | None = None

    def as_manifest(self) -> dict[str, object]:
        """As they stand in a bundle."""
        if self.blank is None:
            return {"labels": self.names}
        return {"vocabulary": self.names, "blank": self.blank, "word_delimiter": self.delimiter}

    @property
    def words(self) -> str:
        """For people: labels by name if they are few, else how many; characters by number."""
        if self.blank is not None:
            return f"{len(self.names) - 2} characters"
        return ", ".join(self.names) if len(self.names) <= 12 else f"{len(self.names)} labels"


@dataclass(frozen=True, slots=True)
class Validated:
    """One validation item: its number, its loss times its weight, its weight, the right and the given answer."""

    index: int
    loss: float
    weight: float
    truth: str
    answer: str


class TrainingTask(Protocol):
    """A network with its data. All randomness comes from the draws and from torch's and numpy's global generators.

    `frozen_norms`: batch normalisation keeps its statistics while the rest learns.
    """

    network: nn.Module
    architecture: Architecture
    outputs: Outputs
    metric_name: str
    higher_is_better: bool
    training: Dataset[Sample]
    validation_items: int
    frozen_norms: bool

    @property
    def spec(self) -> Spec:
        """How a file becomes the network's input."""

    @property
    def notes(self) -> Sequence[str]:
        """What was left out or is unusual, a sentence each."""

    def model(self) -> nn.Module:
        """What the loop calls with a batch's input; its weights are `network`'s."""

    def layers(self) -> list[list[nn.Module]]:
        """The parts of the network from the input to the head, which is the last one."""

    def plan(self, parts: int) -> Plan:
        """The batches of each epoch, each of at least `parts` items."""

    def collate(self, items: list[Sample]) -> tuple[Tensor, Truth]:
        """Items of `training` as the model's input and the truth."""

    def loss(self, answer: Answer, truth: Truth) -> Tensor:
        """The sum of the losses of a batch, in float32; divided by its `weight` it is what is minimised."""

    def weight(self, batch: Batch) -> float:
        """What the sum of a batch's losses is divided by: pictures, or characters."""

    def validation(self, workers: int, process: int, processes: int) -> DataLoader[tuple[Tensor, list[int]]]:
        """This process' share of the validation items, as (input, item numbers)."""

    def validate(self, answer: Answer, numbers: list[int]) -> list[Validated]:
        """Compare a batch of answers with the truth."""

    def score(self, validated: Sequence[Validated]) -> float:
        """The metric over all validation items."""

    def trained(self, state: dict[str, Tensor]) -> tuple[Trained, Architecture]:
        """A fresh network with the given weights, ready to be written down, and what it is called."""

    def known(self, bundle: Bundle, data_set: DataSet) -> JsonObject:
        """Fields of the manifest by which the model tells what it does not know, measured on the validation items."""

    def name_of(self, index: int) -> str:
        """The name of a validation item, as it came."""


def samples_of(task: TrainingTask, validated: Sequence[Validated], most: int = 8) -> tuple[EpochSample, ...]:
    """Some validation items, the same ones each time, spread evenly over the set."""
    ordered = sorted(validated, key=lambda item: item.index)
    chosen = ordered[:: max(1, len(ordered) // most)][:most]
    return tuple(EpochSample(name=task.name_of(item.index), truth=item.truth, answer=item.answer) for item in chosen)


class TrainFile(Protocol):
    """Training."""

    def training_task(self, recipe: BaseRecipe, data_set: DataSet, parent: Bundle | None) -> TrainingTask:
        """The network and the data of a run. Raises RecipeError where they do not fit."""


TRAIN: KindFile[TrainFile] = KindFile("train")

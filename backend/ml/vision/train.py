"""A ResNet that learns classes of pictures."""

from collections.abc import Sequence
from itertools import cycle, islice

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader
from torchmetrics.functional.classification import multiclass_accuracy

from ml.bundle import Architecture, Bundle
from ml.datasets.frozen import DataItem, DataSet
from ml.errors import RecipeError
from ml.export.parts import Trained
from ml.kinds import KINDS
from ml.training import plan
from ml.training.distillation import StudentAndTeacher, Teacher
from ml.training.plan import Batch, Plan
from ml.training.recipe import BaseRecipe
from ml.training.training_task import Answer, Outputs, Validated
from ml.training.transfer import architecture_of, columns_in_both, fill, weights_of
from ml.types import JsonObject
from ml.vision import networks
from ml.vision.dataset import Pictures, ServedPictures, channel_numbers
from ml.vision.export import best_classes, fitted_temperature
from ml.vision.recipe import VisionRecipe
from ml.vision.spec import ImageSpec

VALIDATION_BATCH = 250
WHITENED_ON = 2000
PARITY_BATCHES = (1, 2, 7, 32)
FEWEST_TO_FIT = 50
SOFTNESS = 2.0  # Li and Hoiem 2016, section 3


class ImageTraining:
    """A `TrainingTask`."""

    metric_name, higher_is_better = "top1", True

    def __init__(self, recipe: VisionRecipe, data_set: DataSet, parent: Bundle | None) -> None:
        self.recipe, self.outputs = recipe, Outputs(labels_for(data_set.classes, recipe, parent))
        self.notes = notes(recipe, parent)
        self.teacher: Teacher | None = None
        self.frozen_norms = parent is not None and recipe.keep_norms
        train, self.held_out = data_set.items("train"), data_set.items("validation")
        self.validation_items = len(self.held_out)
        self.spec: ImageSpec = spec_of(recipe, data_set, train, parent)
        self.training = self.pictures(data_set, train)
        self.validating = self.pictures(data_set, self.held_out)
        self.architecture = architecture_of(parent) if parent else scratch(recipe)
        self.network = networks.build(self.architecture.family, self.architecture.options, len(self.outputs.names))
        if parent:
            networks.fit_channels(self.network, weights_of(parent))
            fill(self.network, self.layers()[-1], parent, self.outputs)
            self.teacher = remembered(parent, recipe, self.outputs)
        elif self.architecture.family == networks.WIDE:
            networks.initialise_whitening(self.network, torch.stack(self.training.first(WHITENED_ON)))
        self.network.to(memory_format=torch.channels_last)

    def pictures(self, data_set: DataSet, items: Sequence[DataItem]) -> Pictures:
        """Files and class numbers of some items."""
        labels = [self.outputs.names.index(item.label or "") for item in items]
        return Pictures([data_set.path(item) for item in items], labels, self.spec, self.recipe)

    def model(self) -> nn.Module:
        """The network, beside the teacher if there is one."""
        return StudentAndTeacher(self.network, self.teacher.network) if self.teacher else self.network

    def layers(self) -> list[list[nn.Module]]:
        """From the stem to the head."""
        return networks.layers(self.network)

    def plan(self, parts: int) -> Plan:
        """Random batches of a fixed size."""
        return plan.pictures(len(self.training), self.recipe.batch_size, parts, self.recipe.seed)

    def collate(self, items: list[tuple[Tensor, int]]) -> tuple[Tensor, Tensor]:
        """(n, 3, size, size) and (n,)."""
        pixels, labels = zip(*items, strict=True)
        return torch.stack(pixels).contiguous(memory_format=torch.channels_last), torch.tensor(labels)

    def loss(self, answer: Answer, truth: Tensor) -> Tensor:
        """Cross-entropy with label smoothing, and distillation from the teacher if there is one."""
        if self.teacher is None:
            return self.errors(answer, truth)
        student, teacher = answer
        return self.teacher.mixed(self.errors(student, truth), student, teacher)

    def errors(self, answer: Tensor, truth: Tensor) -> Tensor:
        """Cross-entropy with label smoothing."""
        return functional.cross_entropy(
            answer.float(), truth, label_smoothing=self.recipe.label_smoothing, reduction="sum"
        )

    def weight(self, batch: Batch) -> float:
        """Pictures."""
        return len(batch)

    def validation(self, workers: int, process: int, processes: int) -> DataLoader[tuple[Tensor, list[int]]]:
        """This process' share, as (pixels, numbers)."""
        own = ServedPictures(self.validating, range(len(self.held_out))[process::processes])
        return DataLoader(own, VALIDATION_BATCH, num_workers=workers, collate_fn=collated)

    def validate(self, answer: Tensor, numbers: list[int]) -> list[Validated]:
        """Compare the best class with the right one; the loss is without label smoothing."""
        truth = torch.tensor([self.validating.labels[number] for number in numbers], device=answer.device)
        losses = functional.cross_entropy(answer.float(), truth, reduction="none").tolist()
        found, names = answer.argmax(1).tolist(), self.outputs.names
        rows = zip(numbers, losses, truth.tolist(), found, strict=True)
        return [Validated(number, loss, 1.0, names[right], names[given]) for number, loss, right, given in rows]

    def score(self, validated: Sequence[Validated]) -> float:
        """Top-1 accuracy."""
        place = {name: index for index, name in enumerate(self.outputs.names)}
        answers = torch.tensor([place[item.answer] for item in validated])
        truths = torch.tensor([place[item.truth] for item in validated])
        return float(multiclass_accuracy(answers, truths, num_classes=len(place), average="micro"))

    def trained(self, state: dict[str, Tensor]) -> tuple[Trained, Architecture]:
        """The network with its temperature, and with its mirror image if the recipe wants that."""
        network = networks.restored(self.architecture, len(self.outputs.names), state)
        mirror = self.recipe.mirror_average or self.architecture.mirror
        temperature = self.temperature(networks.served(network, mirror, 1.0))
        pictures = self.training.first(max(PARITY_BATCHES))
        trained = Trained(
            network=network,
            served=networks.served(network, mirror, temperature),
            input_name=KINDS[self.recipe.kind].input,
            dynamic=KINDS[self.recipe.kind].dynamic,
            inputs=[torch.stack(list(islice(cycle(pictures), size))) for size in PARITY_BATCHES],
            validation=(pixels for pixels, _ in self.validation(0, 0, 1)),
            answers=best_classes,
        )
        return trained, self.architecture.model_copy(update={"mirror": mirror, "temperature": temperature})

    def temperature(self, classifier: nn.Module) -> float:
        """Fitted to the validation pictures; where there are too few, that of the model that was begun with, or 1."""
        if self.validation_items < FEWEST_TO_FIT:
            return self.architecture.temperature
        labels = self.validating.labels
        batches = self.validation(0, 0, 1)
        return fitted_temperature(
            classifier, ((pixels, torch.tensor([labels[n] for n in ns])) for pixels, ns in batches)
        )

    def known(self, bundle: Bundle, data_set: DataSet) -> JsonObject:  # noqa: ARG002
        """Nothing that the manifest would hold."""
        return {}

    def name_of(self, index: int) -> str:
        """The name of a validation picture, as it came."""
        return self.held_out[index].name


def collated(items: list[tuple[Tensor, int]]) -> tuple[Tensor, list[int]]:
    """(n, 3, size, size) and the numbers."""
    pixels, numbers = zip(*items, strict=True)
    return torch.stack(pixels).contiguous(memory_format=torch.channels_last), list(numbers)


def labels_for(classes: tuple[str, ...], recipe: VisionRecipe, parent: Bundle | None) -> tuple[str, ...]:
    """The data set's classes; when fine-tuning after the labels of the parent, unless the recipe does without these."""
    if parent is None or recipe.labels == "data-set":
        return classes
    known = parent.manifest.labels or ()
    return (*known, *(label for label in classes if label not in known))


def remembered(parent: Bundle, recipe: VisionRecipe, outputs: Outputs) -> Teacher | None:
    """The parent as it is, whose answers the run keeps to on the labels that both know; None where that is not asked.

    Between fewer than two labels there is nothing to choose, so nothing to keep to.
    """
    own, known = columns_in_both(parent, outputs)
    if not recipe.remember or len(own) < 2:
        return None
    architecture, state = architecture_of(parent), weights_of(parent)
    network = networks.restored(architecture, len(parent.manifest.outputs), state)
    return Teacher(network.to(memory_format=torch.channels_last), recipe.remember, SOFTNESS, own, known)


def scratch(recipe: VisionRecipe) -> Architecture:
    """The recipe's own network."""
    options = {"widths": recipe.widths} if recipe.architecture == networks.WIDE else {}
    return Architecture(family=recipe.architecture, options=options, mirror=recipe.mirror_average)


def spec_of(recipe: VisionRecipe, data_set: DataSet, train: Sequence[DataItem], parent: Bundle | None) -> ImageSpec:
    """The parent's numbers, or the recipe's with what it leaves to be measured."""
    if parent:
        if not isinstance(parent.manifest.preprocess, ImageSpec):
            raise RecipeError(f"{parent.manifest.slug} is no image model; start from one, or from nothing.")
        return parent.manifest.preprocess
    numbers = (recipe.mean or (0.5,) * 3, recipe.std or (0.25,) * 3)
    spec = ImageSpec(size=recipe.image_size, resize=recipe.resize, mean=numbers[0], std=numbers[1])
    if recipe.mean and recipe.std:
        return spec
    measured = channel_numbers([data_set.path(item) for item in train], spec)
    return measured.model_copy(update={key: value for key in ("mean", "std") if (value := getattr(recipe, key))})


def notes(recipe: VisionRecipe, parent: Bundle | None) -> list[str]:
    """What of the recipe is not used."""
    if parent is None or parent.manifest.architecture is None:
        return []
    family = parent.manifest.architecture.family
    kept = f"The network ({family}) and the preprocessing are those of {parent.manifest.slug}"
    return [f"{kept}; the recipe's {recipe.architecture} and image_size are not used."]


def training_task(recipe: BaseRecipe, data_set: DataSet, parent: Bundle | None) -> ImageTraining:
    """The network and the data of a run. Raises RecipeError where the recipe is for another kind."""
    if not isinstance(recipe, VisionRecipe):
        raise RecipeError(f"The recipe is for {recipe.kind}; here a model of images learns.")
    return ImageTraining(recipe, data_set, parent)

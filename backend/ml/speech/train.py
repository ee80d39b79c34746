"""A Wav2Vec2 that learns to write speech, with CTC."""

from collections.abc import Iterator, Sequence
from math import prod

import jiwer
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader

from ml.bundle import Architecture, Bundle
from ml.datasets.frozen import DataItem, DataSet
from ml.errors import RecipeError
from ml.export.parts import Trained
from ml.kinds import KINDS
from ml.speech import networks
from ml.speech.consistency import divergence
from ml.speech.ctc import encoded, outputs_for, usable, written_by
from ml.speech.dataset import Clips, ServedClips
from ml.speech.export import texts_in
from ml.speech.postprocess import collapse
from ml.speech.preprocess import bucket_samples
from ml.speech.recipe import SpeechRecipe
from ml.speech.reference import familiarity_of
from ml.speech.spec import SoundSpec
from ml.training import plan
from ml.training.distillation import StudentAndTeacher, Teacher
from ml.training.plan import Batch, Plan
from ml.training.recipe import BaseRecipe
from ml.training.training_task import Answer, Validated
from ml.training.transfer import architecture_of, fill, weights_of
from ml.types import JsonObject

RATE = 16_000
OVERLAP_SECONDS = 2.0
VALIDATION_SECONDS = 64.0
PARITY_SHAPES = ((1, 1.0), (3, 1.5), (2, 3.3), (1, 8.0), (5, 2.0))


class SpeechTraining:
    """A `TrainingTask`."""

    metric_name, higher_is_better, frozen_norms = "wer", False, False

    def __init__(self, recipe: SpeechRecipe, data_set: DataSet, parent: Bundle | None) -> None:
        self.recipe, self.outputs = recipe, outputs_for(data_set.characters, recipe, parent)
        self.teacher: Teacher | None = None
        self.architecture = architecture_of(parent) if parent else scratch(recipe)
        self.spec: SoundSpec = spec_of(recipe, self.architecture, parent)
        train = usable(data_set.items("train"), "training", self.spec, recipe.speed)
        held_out = usable(data_set.items("validation"), "validation", self.spec, 0.0)
        self.notes = (*notes(recipe, self.architecture, parent), *train.notes, *held_out.notes)
        self.held_out, self.validation_items = held_out.items, len(held_out.items)
        self.seconds = [item.seconds or 0.0 for item in train.items]
        self.training, self.validating = self.clips(data_set, train.items), self.clips(data_set, held_out.items)
        self.network = networks.build(
            self.architecture.options, len(self.outputs.names), self.outputs.blank or 0,
            dropout=recipe.dropout, mask_time=recipe.mask_time, mask_length=recipe.mask_length,
        )  # fmt: skip
        if parent:
            networks.fit_layers(self.network, weights_of(parent))
            fill(self.network, self.layers()[-1], parent, self.outputs)
        else:
            networks.start_as_filter_bank(self.network)

    def clips(self, data_set: DataSet, items: Sequence[DataItem]) -> Clips:
        """Files and texts of some items."""
        return Clips(
            [data_set.path(item) for item in items], [item.text or "" for item in items], self.spec, self.recipe
        )

    def model(self) -> nn.Module:
        """The network, with its middle layer read too if the recipe says so, beside the teacher if there is one."""
        network = networks.CtcNetwork(self.network, self.recipe.middle_loss > 0)
        return StudentAndTeacher(network, self.teacher.network) if self.teacher else network

    def layers(self) -> list[list[nn.Module]]:
        """From the feature encoder to the head."""
        return networks.layers(self.network)

    def plan(self, parts: int) -> Plan:
        """Random batches of one bucket each, of so many seconds."""
        return plan.sounds(
            self.seconds, self.spec.buckets, seconds_per_batch=self.recipe.seconds_per_batch,
            speed=self.recipe.speed, parts=parts, seed=self.recipe.seed,
        )  # fmt: skip

    def collate(self, items: list[tuple[list[Tensor], str]]) -> tuple[Tensor, list[str]]:
        """(views * n, samples), padded to the longest bucket among them, and n texts: first one view of all clips."""
        clips, texts = zip(*items, strict=True)
        waves = [wave for view in zip(*clips, strict=True) for wave in view]
        return nn.utils.rnn.pad_sequence(waves, batch_first=True), list(texts)

    def loss(self, answer: Answer, truth: list[str]) -> Tensor:
        """CTC, and distillation from the teacher if there is one."""
        if self.teacher is None:
            return self.errors(answer, truth)
        student, teacher = answer
        return self.teacher.mixed(self.errors(student, truth), student[0], teacher)

    def errors(self, answer: tuple[Tensor, Tensor | None], truth: list[str]) -> Tensor:
        """CTC of the last layer, mixed with that of the middle one (Lee and Watanabe 2021, arXiv:2102.03216).

        It is the mean of the views, if there are several, and they are asked to agree.
        """
        last, middle = answer
        views, share = self.recipe.views, self.recipe.middle_loss
        losses = self.ctc(last, truth * views).sum() / views
        if middle is not None:
            losses = (1 - share) * losses + share * self.ctc(middle, truth * views).sum() / views
        return losses + self.recipe.consistency * divergence(last) if self.recipe.consistency else losses

    def ctc(self, logits: Tensor, texts: list[str]) -> Tensor:
        """The loss of each clip (Graves et al. 2006), in float32; (n, frames, vocabulary) -> (n,)."""
        targets = [encoded(text, self.outputs) for text in texts]
        return functional.ctc_loss(
            logits.float().log_softmax(-1).transpose(0, 1),
            torch.tensor([label for target in targets for label in target], dtype=torch.long),
            torch.full((len(texts),), logits.shape[1]),
            torch.tensor([len(target) for target in targets]),
            blank=self.outputs.blank or 0,
            reduction="none",
            zero_infinity=True,
        )

    def weight(self, batch: Batch) -> float:
        """Characters."""
        return max(1, sum(len(self.training.texts[draw.index]) for draw in batch))

    def validation(self, workers: int, process: int, processes: int) -> DataLoader[tuple[Tensor, list[int]]]:
        """This process' share, in batches of one bucket, as (waves, numbers)."""
        own = list(self.validation_batches())[process::processes]
        return DataLoader(ServedClips(self.validating), batch_sampler=own, num_workers=workers, collate_fn=collated)

    def validation_batches(self) -> Iterator[list[int]]:
        """Numbers of clips that have one length in service."""
        by_size: dict[int, list[int]] = {}
        for number, item in enumerate(self.held_out):
            samples = bucket_samples(round((item.seconds or 0) * RATE), self.spec.buckets, RATE)
            by_size.setdefault(samples, []).append(number)
        for samples, numbers in sorted(by_size.items()):
            count = max(1, int(VALIDATION_SECONDS * RATE / samples))
            yield from (numbers[start : start + count] for start in range(0, len(numbers), count))

    def validate(self, answer: tuple[Tensor, Tensor | None], numbers: list[int]) -> list[Validated]:
        """Read the frames greedily and compare the texts."""
        logits, alphabet = answer[0], written_by(self.outputs)
        texts = [self.validating.texts[number] for number in numbers]
        losses, best = self.ctc(logits, texts).tolist(), logits.argmax(-1).cpu().numpy()
        return [
            Validated(number, loss, max(1, len(text)), text, collapse(row, alphabet))
            for number, loss, text, row in zip(numbers, losses, texts, best, strict=True)
        ]

    def score(self, validated: Sequence[Validated]) -> float:
        """Word error rate over all words."""
        return float(jiwer.wer([item.truth for item in validated], [item.answer for item in validated]))

    def trained(self, state: dict[str, Tensor]) -> tuple[Trained, Architecture]:
        """The network without what it only needs to learn."""
        network = networks.restored(self.architecture, len(self.outputs.names), self.outputs.blank or 0, state)
        generator = torch.Generator().manual_seed(1)
        lengths = [(count, int(seconds * RATE)) for count, seconds in PARITY_SHAPES]
        return Trained(
            network=network,
            served=network,
            input_name=KINDS[self.recipe.kind].input,
            dynamic=KINDS[self.recipe.kind].dynamic,
            inputs=[torch.randn(count, samples, generator=generator) for count, samples in lengths],
            validation=(waves for waves, _ in self.validation(0, 0, 1)),
            answers=texts_in(written_by(self.outputs)),
        ), self.architecture

    def known(self, bundle: Bundle, data_set: DataSet) -> JsonObject:
        """How sure it is of what it is right about."""
        found = familiarity_of(bundle, data_set)
        return {"familiarity": found.model_dump(mode="json")} if found else {}

    def name_of(self, index: int) -> str:
        """The name of a validation clip, as it came."""
        return self.held_out[index].name


def collated(items: list[tuple[Tensor, int]]) -> tuple[Tensor, list[int]]:
    """(n, samples) and the numbers."""
    waves, numbers = zip(*items, strict=True)
    return nn.utils.rnn.pad_sequence(waves, batch_first=True), list(numbers)


def scratch(recipe: SpeechRecipe) -> Architecture:
    """The recipe's own network."""
    return Architecture(family=networks.FAMILY, options=networks.options_of(recipe.architecture))


def spec_of(recipe: SpeechRecipe, architecture: Architecture, parent: Bundle | None) -> SoundSpec:
    """The parent's numbers, or the recipe's."""
    if parent:
        if not isinstance(parent.manifest.preprocess, SoundSpec):
            raise RecipeError(f"{parent.manifest.slug} is no speech model; start from one, or from nothing.")
        # Batches are of one length, and what learned with padding is served with it.
        return parent.manifest.preprocess.model_copy(update={"padding": None})
    window = recipe.buckets[-1]
    return SoundSpec(
        sample_rate=RATE,
        normalize=True,
        buckets=recipe.buckets,
        window_seconds=window,
        overlap_seconds=min(OVERLAP_SECONDS, window / 4),
        frame_stride=prod(architecture.options["conv_stride"]),
    )


def notes(recipe: SpeechRecipe, architecture: Architecture, parent: Bundle | None) -> list[str]:
    """What of the recipe is not used."""
    if parent is None:
        return []
    kept = f"The network ({architecture.family}) and the buckets of length are those of {parent.manifest.slug}"
    return [f"{kept}; the recipe's {recipe.architecture} and buckets are not used."]


def training_task(recipe: BaseRecipe, data_set: DataSet, parent: Bundle | None) -> SpeechTraining:
    """The network and the data of a run. Raises RecipeError where the recipe is for another kind."""
    if not isinstance(recipe, SpeechRecipe):
        raise RecipeError(f"The recipe is for {recipe.kind}; here a model of speech learns.")
    return SpeechTraining(recipe, data_set, parent)

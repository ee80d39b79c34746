"""What each file of a kind's folder has in it; `ml.kinds` gives the files by these types.

A kind that is only served has `spec`, `options` and `serve`.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from torch import Tensor, nn

from ml.bundle import Architecture, Bundle, Manifest
from ml.datasets.candidate import Candidate, Facts
from ml.datasets.checks.finding import Finding
from ml.datasets.frozen import DataItem, DataSet, SplitCount
from ml.datasets.options import Options as DataSetOptions
from ml.datasets.split import Assignment
from ml.export.parts import Answers
from ml.intervals import Counts
from ml.optimise.prune import PruneOptions
from ml.optimise.rates import Rate
from ml.optimise.student_task import StudentTask
from ml.optimise.students import Student
from ml.optimise.techniques import Technique
from ml.options import RequestOptions
from ml.serving.predictor import Predictor
from ml.training.recipe import BaseRecipe
from ml.training.training_task import TrainingTask
from ml.types import Inspected, JsonObject, Limits, Output, Spec

# ruff: noqa: N802 - constants of a module


class SpecFile(Protocol):
    """The numbers of the preprocessing."""

    @property
    def SPEC(self) -> type[Spec]:
        """Their type, which reads them from a manifest."""


class OptionsFile(Protocol):
    """The options of a request."""

    @property
    def OPTIONS(self) -> type[RequestOptions]:
        """Their type, with the defaults."""


class InspectFile(Protocol):
    """What a file holds, looked at before it is accepted; asked of the first kind of a medium alone."""

    def recognises(self, head: bytes) -> bool:
        """Whether the first 32 bytes are those of a format that is read."""

    def inspect(self, path: Path, limits: Limits) -> Inspected:
        """Decode it once. Raises BadInput."""


class ServeFile(Protocol):
    """Serving."""

    def predictor(self, bundle: Bundle, limits: Limits) -> Predictor:
        """What answers with a bundle. Raises BundleError where the manifest lacks what its kind needs."""


class SurveyFile(Protocol):
    """Looking at the files of a data set."""

    @property
    def EXPECTED(self) -> str:
        """How data is arranged, in words."""

    def look(self, path: Path, options: DataSetOptions) -> Facts:
        """What is in a file. Raises BadInput, OSError."""

    def near_pairs(self, facts: Sequence[Facts], /) -> Iterable[tuple[int, int]]:
        """Pairs of places of files that look or sound the same in other bytes."""

    def figures(self, candidates: Sequence[Candidate], options: DataSetOptions, /) -> dict[str, object]:
        """The fields of `ml.datasets.report.Figures` that the kind fills."""

    def count(self, part: Sequence[Candidate]) -> SplitCount:
        """How much a split holds."""

    def compared_with(self, options: DataSetOptions, bundle: Bundle, /) -> DataSetOptions:
        """The options with what a model writes. Raises DataSetError where it writes nothing."""


class ChecksFile(Protocol):
    """What may be wrong with a data set."""

    def check(self, candidates: Sequence[Candidate], options: DataSetOptions, /) -> Iterable[Finding]:
        """What is wrong with the files and their answers."""

    def check_splits(self, candidates: Sequence[Candidate], splits: Assignment) -> Iterable[Finding]:
        """What is wrong with the splits, beside that one is empty."""


class RecipeFile(Protocol):
    """How models of the kind are trained, in numbers."""

    @property
    def RECIPE(self) -> type[BaseRecipe]:
        """Their type."""

    @property
    def PRESETS(self) -> Mapping[str, BaseRecipe]:
        """Recipes to begin with, the usual one first, by names that no other kind has."""

    @property
    def FEW(self) -> BaseRecipe:
        """What corrections are learnt with."""


class TrainFile(Protocol):
    """Training."""

    def training_task(self, recipe: BaseRecipe, data_set: DataSet, parent: Bundle | None) -> TrainingTask:
        """The network and the data of a run. Raises RecipeError where they do not fit."""


class ScoreFile(Protocol):
    """The figures of an evaluation."""

    @property
    def OPTIONS(self) -> Mapping[str, object]:
        """What every item is asked with."""

    @property
    def FIGURES(self) -> Sequence[str]:
        """The figures that go into a bundle's metrics."""

    def score(
        self, items: Sequence[DataItem], answers: Sequence[Output | None], outputs: Sequence[str], /
    ) -> JsonObject:
        """JSON values; an item without an answer counts as wrong. Raises TrainingError where the set does not fit."""


class ErrorRateFile(Protocol):
    """How wrong answers are."""

    def errors(self, truths: Sequence[str], answers: Sequence[str]) -> Counts:
        """By item."""

    def units(self, truths: Sequence[str]) -> Counts:
        """What the errors of each item are counted against."""

    def rate(self, errors: Counts, units: Counts) -> Rate:
        """The error rate with its interval."""


class ExportFile(Protocol):
    """Networks and their files."""

    def network_of(
        self, manifest: Manifest, architecture: Architecture, state: dict[str, Tensor]
    ) -> tuple[nn.Module, nn.Module]:
        """The network that a bundle's weights fill, and the graph around it that is served. Raises RuntimeError."""

    def inputs_for(self, spec: Spec) -> Sequence[Tensor]:
        """Random inputs of several sizes, by which parity is judged; the second one is traced."""

    def answers_of(self, manifest: Manifest, /) -> Answers:
        """What the service would say to a batch of logits."""


class StudentsFile(Protocol):
    """Smaller networks that a model can teach; known without torch."""

    def students(self, manifest: Manifest, architecture: Architecture, keep: float, /) -> Iterable[Student]:
        """The usual one first. `keep` is the share of the model's weights that pruning leaves before."""

    def recipe(
        self, technique: Technique, manifest: Manifest, items: int, student: Student | None = None
    ) -> BaseRecipe:
        """How a student, or what pruning leaves, usually learns from so many items."""


class DistilFile(Protocol):
    """Knowledge distillation."""

    def student_task(
        self, recipe: BaseRecipe, data_set: DataSet, parent: Bundle, *, share: float, softness: float
    ) -> StudentTask:
        """The student with its parent as the teacher. Raises OptimiseError where they do not fit."""


class PruneFile(Protocol):
    """Pruning."""

    def prune(self, task: StudentTask, options: PruneOptions) -> dict[str, int | bool]:
        """Prune the task's network, in its place; returns what else stands in the lineage. Raises OptimiseError."""

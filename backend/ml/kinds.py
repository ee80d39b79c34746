"""The kinds of models, one row each: what depends on what goes in and what comes out is asked of a row.

A row names a folder of `ml`; each such folder has the same files, with what `ml.kind_files` says in them. A file is
imported when something of it is asked for, so that what only serves imports no torch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Literal, cast

from pydantic import AfterValidator

from ml.formats import Medium

if TYPE_CHECKING:
    from ml import kind_files as files

Answer = Literal["label", "text"]


@dataclass(frozen=True, slots=True)
class Metric:
    """The one figure by which models of a kind are compared: an error rate, or what is right instead of wrong.

    Args:
        name: as metrics have it.
        words: as people read it.
        higher_is_better: whether it is 1 minus the error rate.
        allowed_loss: the rise of the error rate that a variant may have, by technique, where it is not the usual one.
    """

    name: str
    words: str
    higher_is_better: bool
    allowed_loss: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """What goes in and what comes out.

    Args:
        name: as programs say it; it stands in bundles, data sets and the database.
        title: as people read it.
        folder: the package with its files.
        medium: what a file for it holds.
        answer: what it answers and learns, a label of a few or a text in characters.
        input: the name of the graph's input.
        dynamic: the axes of that input that may have any length.
        metric: by which models of it are compared; none where they are only served, and never trained here.
    """

    name: str
    title: str
    folder: str
    medium: Medium
    answer: Answer
    input: str
    dynamic: tuple[int, ...]
    metric: Metric | None = None

    @property
    def trains(self) -> bool:
        """Whether models of it are trained and measured here."""
        return self.metric is not None

    @property
    def spec(self) -> files.SpecFile:
        """The numbers of its preprocessing."""
        return cast("files.SpecFile", self._file("spec"))

    @property
    def serve(self) -> files.ServeFile:
        """How it answers."""
        return cast("files.ServeFile", self._file("serve"))

    @property
    def options(self) -> files.OptionsFile:
        """What a request may ask of it."""
        return cast("files.OptionsFile", self._file("options"))

    @property
    def export(self) -> files.ExportFile:
        """How a network of it is written down."""
        return cast("files.ExportFile", self._file("export"))

    @property
    def train(self) -> files.TrainFile:
        """How it learns."""
        return cast("files.TrainFile", self._file("train"))

    @property
    def recipe(self) -> files.RecipeFile:
        """What decides how it learns."""
        return cast("files.RecipeFile", self._file("recipe"))

    @property
    def score(self) -> files.ScoreFile:
        """How good it is, in figures."""
        return cast("files.ScoreFile", self._file("score"))

    @property
    def error_rate(self) -> files.ErrorRateFile:
        """How wrong answers are."""
        return cast("files.ErrorRateFile", self._file("error_rate"))

    @property
    def students(self) -> files.StudentsFile:
        """Which smaller networks it can teach."""
        return cast("files.StudentsFile", self._file("students"))

    @property
    def distil(self) -> files.DistilFile:
        """How a student of it learns."""
        return cast("files.DistilFile", self._file("distil"))

    @property
    def prune(self) -> files.PruneFile:
        """What of its network can go."""
        return cast("files.PruneFile", self._file("prune"))

    @property
    def inspect(self) -> files.InspectFile:
        """What a file holds, before it is accepted."""
        return cast("files.InspectFile", self._file("inspect"))

    @property
    def survey(self) -> files.SurveyFile:
        """What a look at a file of a data set finds."""
        return cast("files.SurveyFile", self._file("survey"))

    @property
    def checks(self) -> files.ChecksFile:
        """What may be wrong with a data set."""
        return cast("files.ChecksFile", self._file("checks"))

    @property
    def preprocessing(self) -> tuple[ModuleType, ...]:
        """The code that makes a file the network's input."""
        return self._file("decode"), self._file("preprocess")

    def _file(self, name: str) -> ModuleType:
        return import_module(f"{self.folder}.{name}")


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            name="image-classification",
            title="Image Classification",
            folder="ml.vision",
            medium="image",
            answer="label",
            input="pixels",
            dynamic=(0,),
            metric=Metric("top1", "top-1", higher_is_better=True, allowed_loss={"int8": 0.005, "fp16": 0.005}),
        ),
        Kind(
            name="speech-recognition",
            title="Speech Recognition",
            folder="ml.speech",
            medium="sound",
            answer="text",
            input="wave",
            dynamic=(0, 1),
            metric=Metric("wer", "word error rate", higher_is_better=False),
        ),
    )
}


def kind_of(name: str) -> Kind:
    """The row of that name. Raises ValueError, which names those that there are."""
    if name not in KINDS:
        raise ValueError(f"{name!r} is no kind of model; there are {', '.join(KINDS)}")
    return KINDS[name]


# A field of a pydantic model that holds the name of a row.
KindName = Annotated[str, AfterValidator(lambda name: kind_of(name).name)]


def trainable() -> list[str]:
    """The names of the kinds that are trained here."""
    return [kind.name for kind in KINDS.values() if kind.trains]


def kind_that_learns(answer: Answer, medium: Medium) -> Kind:
    """The first kind that learns such answers from files of that medium."""
    return next(kind for kind in KINDS.values() if kind.trains and (kind.answer, kind.medium) == (answer, medium))


def kinds_reading(medium: Medium) -> list[str]:
    """The names of the kinds that answer files of that medium; the first one is meant where nobody names a model."""
    return [kind.name for kind in KINDS.values() if kind.medium == medium]


def metric_of(name: str) -> Metric:
    """By which models of that kind are compared. Raises ValueError where they are not."""
    metric = kind_of(name).metric
    if metric is None:
        raise ValueError(f"models for {name} are not measured here")
    return metric

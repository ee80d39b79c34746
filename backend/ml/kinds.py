"""The kinds of models, one row each: what depends on what goes in and what comes out is asked of a row.

A row names a folder of `ml`; each such folder has the same files. What is in a file says a Protocol beside whoever asks
for it, who reads it by a `KindFile`. A file is imported when something of it is asked for, so that what only serves
imports no torch. A kind that is only served has `spec`, `options` and `serve`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Annotated, Generic, Literal, TypeVar, cast

from pydantic import AfterValidator

from ml.formats import Medium

Answer = Literal["label", "text"]
Content = TypeVar("Content")


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
    def preprocessing(self) -> tuple[ModuleType, ...]:
        """The code that makes a file the network's input."""
        return self.file("decode"), self.file("preprocess")

    def file(self, name: str) -> ModuleType:
        """One of the files of its folder; `KindFile` gives it by its type."""
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


@dataclass(frozen=True, slots=True)
class KindFile(Generic[Content]):
    """A file that the folder of each kind has, as `serve` for `ml/vision/serve.py` and `ml/speech/serve.py`."""

    name: str

    def of(self, kind: str) -> Content:
        """That of a kind, by the kind's name. Raises ValueError where there is no such kind."""
        return cast("Content", kind_of(kind).file(self.name))


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

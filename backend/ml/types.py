"""The values that pass between the rooms of `ml` and the applications above it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from ml.formats import Medium

# JSON whose fields are told elsewhere: how a model was made and measured, the numbers of a network.
JsonObject = Mapping[str, Any]


class Spec(BaseModel):
    """The numbers by which a file becomes the network's input; each kind of model has its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest picture that is decoded, in pixels, and the longest sound, in seconds."""

    max_pixels: int = 50_000_000
    max_seconds: float = 3600.0


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the bytes of a file are. Lengths in pixels and seconds, `sample_rate` in Hz as recorded.

    `peaks` are the loudest samples, 0 to 1, in equal parts of a sound.
    """

    medium: Medium
    content_type: str
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    sample_rate: int | None = None
    peaks: list[float] | None = None


@dataclass(frozen=True, slots=True)
class LabelScore:
    """One class of an image model; `score` is its softmax probability, 0 to 1."""

    label: str
    index: int
    score: float


@dataclass(frozen=True, slots=True)
class Classification:
    """Best labels first.

    `familiar` is how familiar the file is to the version, 0 to 1, None where the version cannot tell; `outside` says
    that it is unlike anything that the version learned.
    """

    labels: tuple[LabelScore, ...]
    familiar: float | None = None
    outside: bool = False

    @property
    def answer(self) -> str:
        """What is right or wrong: the best label."""
        return self.labels[0].label if self.labels else ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place in the sound, seconds from the start; `confidence` is 0 to 1."""

    word: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Between:
    """What is not known better than from one share to another, 0 to 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """`confidence` is the mean over the words, 0.0 where nothing was said.

    `familiar` and `outside` are as those of a `Classification`. `estimated_wer`: between which shares of the words are
    wrong in speech that the version doubts as much, None where it cannot tell.
    """

    text: str
    words: tuple[Word, ...]
    confidence: float
    familiar: float | None = None
    outside: bool = False
    estimated_wer: Between | None = None

    @property
    def answer(self) -> str:
        """What is right or wrong: the text."""
        return self.text


Output = Classification | Transcript


@dataclass(frozen=True, slots=True)
class Item:
    """One file to answer, with the options of its request."""

    path: Path
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds spent on this item one after the other, and the size of its largest batch.

    `predict` is the time in which its batches were computed, `own` what it takes of that beside its neighbours.
    """

    preprocess: float
    predict: float
    postprocess: float
    batch_size: int
    own: float


@dataclass(frozen=True, slots=True)
class Result:
    """An answer and what it cost; `unused` are the options that this program does not know, by name.

    `traits` are plain figures of the file, where the version tells by them whether what comes in has changed.
    """

    output: Output
    timing: Timing
    unused: tuple[str, ...] = ()
    traits: Mapping[str, float] = field(default_factory=dict)

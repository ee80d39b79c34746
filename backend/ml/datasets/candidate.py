"""Look at every file of a source once: is it readable, what is in it."""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Protocol

from ml.bundle import Bundle, sha256_of
from ml.datasets.frozen import Measures, SplitCount
from ml.datasets.options import Options
from ml.datasets.progress import Watch
from ml.datasets.sample import Sample, Source
from ml.datasets.transcripts import normalised
from ml.errors import BadInput
from ml.kinds import Kind, KindFile, kind_of

AT_ONCE = 256


class Facts(Protocol):
    """What a look at a file found; each kind keeps more for its own checks."""

    @property
    def suffix(self) -> str:
        """The ending that belongs to the format, with its dot, whatever the name says."""

    @property
    def content(self) -> str:
        """Equal for two files of the same content in other bytes; empty where the bytes alone tell."""

    @property
    def amount(self) -> float:
        """What it counts in a split: 1, or the seconds of a sound."""

    @property
    def measures(self) -> Measures:
        """The fields of a frozen item that say how large or long it is."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sample after a look at its file; `problem` says why it cannot be read, else `facts` are there.

    `text` is the transcript in its normalised form, None where a label is learned.
    """

    sample: Sample
    sha256: str = ""
    problem: str | None = None
    facts: Facts | None = None
    text: str | None = None

    @property
    def name(self) -> str:
        """The name as it came."""
        return self.sample.name

    @property
    def answer(self) -> str:
        """The label or the text."""
        return (self.sample.label if self.text is None else self.text) or ""

    @property
    def content(self) -> str:
        """Equal for two files with the same content: the same bytes or, for sound, the same samples."""
        return (self.facts.content if self.facts else "") or self.sha256

    @property
    def suffix(self) -> str:
        """The ending that belongs to the format, with its dot."""
        return self.facts.suffix if self.facts else ".bin"


class SurveyFile(Protocol):
    """Looking at the files of a data set."""

    @property
    def EXPECTED(self) -> str:  # noqa: N802 - a constant of a module
        """How data is arranged, in words."""

    def look(self, path: Path, options: Options) -> Facts:
        """What is in a file. Raises BadInput, OSError."""

    def near_pairs(self, facts: Sequence[Facts], /) -> Iterable[tuple[int, int]]:
        """Pairs of places of files that look or sound the same in other bytes."""

    def figures(self, candidates: Sequence[Candidate], options: Options, /) -> dict[str, object]:
        """The fields of `ml.datasets.report.Figures` that the kind fills."""

    def count(self, part: Sequence[Candidate]) -> SplitCount:
        """How much a split holds."""

    def compared_with(self, options: Options, bundle: Bundle, /) -> Options:
        """The options with what a model writes. Raises DataSetError where it writes nothing."""


SURVEY: KindFile[SurveyFile] = KindFile("survey")


def compared_with(options: Options, bundle: Bundle) -> Options:
    """The options with what the model of a bundle writes. Raises DataSetError where it writes nothing."""
    return SURVEY.of(bundle.manifest.kind).compared_with(options, bundle)


def look_at(source: Source, options: Options, watch: Watch) -> list[Candidate]:
    """Look at all samples, in their order. Raises Cancelled.

    Threads, since decoders and hashes let go of Python's lock.
    """
    looks = _in_threads(partial(_look, kind=kind_of(source.kind), options=options), source.samples)
    return list(watch.over("read", looks, len(source.samples)))


def _in_threads(look: "partial[Candidate]", samples: Sequence[Sample]) -> Iterator[Candidate]:
    waiting = iter(samples)
    with ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1)) as pool:
        while batch := list(islice(waiting, AT_ONCE)):
            yield from pool.map(look, batch)


def _look(sample: Sample, kind: Kind, options: Options) -> Candidate:
    text = normalised(sample.text or "", options.text) if kind.answer == "text" else None
    try:
        facts = SURVEY.of(kind.name).look(sample.path, options)
        return Candidate(sample, sha256_of(sample.path), facts=facts, text=text)
    except (BadInput, OSError) as error:
        return Candidate(sample, problem=_sentence(error), text=text)


def _sentence(error: BadInput | OSError) -> str:
    return error.detail if isinstance(error, BadInput) else f"The file cannot be read: {error.strerror}."

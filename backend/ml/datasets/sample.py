"""What a reader hands on: files with their answers, before anything was looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from ml.datasets.checks.finding import Finding
from ml.datasets.frozen import Exclusion, Split


@dataclass(frozen=True, slots=True)
class Sample:
    """One file as it came. `split` is what the source says, if it says anything."""

    path: Path
    name: str
    label: str | None = None
    text: str | None = None
    speaker: str | None = None
    split: Split | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A data set as it came: its samples, and the files that are none (with the reason).

    `layout` says in words how the files were arranged; `missing` lists names that a manifest has and the files do not;
    `findings` are what reading it found beside that.
    """

    kind: str
    layout: str
    samples: Sequence[Sample]
    ignored: Sequence[Exclusion] = field(default=())
    missing: Sequence[str] = field(default=())
    findings: Sequence[Finding] = field(default=())


def told_apart(samples: Sequence[Sample]) -> list[Sample]:
    """A name that comes again gets a number before its ending: everything about a sample is found by its name."""
    taken = {sample.name for sample in samples}
    numbers: dict[str, Iterator[int]] = {}
    unique = []
    for sample in samples:
        if sample.name in numbers:
            name = Path(sample.name)
            free = (f"{name.with_suffix('')}-{number}{name.suffix}" for number in numbers[sample.name])
            unique.append(replace(sample, name=next(one for one in free if one not in taken)))
            taken.add(unique[-1].name)
        else:
            numbers[sample.name] = count(2)
            unique.append(sample)
    return unique

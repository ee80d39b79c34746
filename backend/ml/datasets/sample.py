"""What a reader hands on: files with their answers, before anything was looked at."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ml.datasets.frozen import Exclusion, Split
from ml.types import Kind


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

    `layout` says in words how the files were arranged; `missing` lists names that a manifest has and the files do not.
    """

    kind: Kind
    layout: str
    samples: Sequence[Sample]
    ignored: Sequence[Exclusion] = field(default=())
    missing: Sequence[str] = field(default=())


def told_apart(samples: Iterable[Sample]) -> list[Sample]:
    """A name that comes again gets a number before its ending: everything about a sample is found by its name."""
    seen: Counter[str] = Counter()
    unique = []
    for sample in samples:
        seen[sample.name] += 1
        name = Path(sample.name)
        again = f"{name.with_suffix('')}-{seen[sample.name]}{name.suffix}"
        unique.append(sample if seen[sample.name] == 1 else replace(sample, name=again))
    return unique

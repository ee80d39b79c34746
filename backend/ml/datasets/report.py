"""What a check found, as values that a page can draw and a program can read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from pydantic import BaseModel, ConfigDict

from ml.datasets.candidate import SURVEY, Candidate
from ml.datasets.checks.finding import Finding
from ml.datasets.frozen import SPLITS, Split, SplitCount
from ml.datasets.options import Options
from ml.datasets.sample import Source
from ml.datasets.split import Assignment


class Bar(BaseModel):
    """One bar of a histogram: `count` values from `least` to under `below` (None: no end)."""

    model_config = ConfigDict(frozen=True)
    least: float
    below: float | None
    count: int


class Figures(BaseModel):
    """A checked set in figures. `sides` are the shorter sides in pixels, `lengths` seconds, `sample_rates` Hz.

    `characters` counts every character of the normalised texts; `proposed_characters` are those of a vocabulary that
    writes them all and keeps what the network writes now.
    """

    model_config = ConfigDict(frozen=True)
    kind: str
    layout: str
    ready: bool
    items: int
    counts: Mapping[Split, SplitCount]
    classes: Mapping[str, int] = {}
    sides: tuple[Bar, ...] = ()
    seconds: float = 0.0
    speakers: int = 0
    lengths: tuple[Bar, ...] = ()
    sample_rates: Mapping[int, int] = {}
    silence_share: float = 0.0
    characters: Mapping[str, int] = {}
    proposed_characters: str = ""


class Report(Figures):
    """The figures with everything that the checks found."""

    findings: tuple[Finding, ...]


def make_report(
    source: Source,
    candidates: Sequence[Candidate],
    splits: Assignment,
    findings: Sequence[Finding],
    options: Options,
) -> Report:
    """Count everything; findings with errors first."""
    order = ("error", "warning", "note")
    readable = [one for one in candidates if not one.problem]
    return Report(
        kind=source.kind,
        layout=source.layout,
        ready=bool(readable) and not any(finding.severity == "error" for finding in findings),
        items=len(candidates),
        findings=tuple(sorted(findings, key=lambda finding: order.index(finding.severity))),
        counts=counts_of(source.kind, readable, splits),
        **SURVEY.of(source.kind).figures(readable, options),
    )


def counts_of(kind: str, candidates: Sequence[Candidate], splits: Assignment) -> dict[Split, SplitCount]:
    """How much each split holds."""
    count = SURVEY.of(kind).count
    return {split: count([one for one in candidates if splits[one.name] == split]) for split in SPLITS}


def bars(values: Iterable[float], edges: Sequence[float]) -> tuple[Bar, ...]:
    """A histogram from 0 on, with a last bar without an end."""
    counts = Counter(sum(value >= edge for edge in edges) for value in values)
    ends: list[float | None] = [0.0, *edges, None]
    return tuple(
        Bar(least=least or 0.0, below=below, count=counts[number])
        for number, (least, below) in enumerate(pairwise(ends))
    )

"""What a comparison found, as plain values: for a table, a report in a bundle, or a page."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from ml.datasets.frozen import Split
from ml.optimise.gate import Verdict
from ml.optimise.rates import Loss, Rate, Speed
from ml.types import JsonObject


@dataclass(frozen=True, slots=True)
class Machine:
    """Processor, how many of its cores this process may use, threads of one inference, and what computes."""

    processor: str
    cores: int
    threads: int
    runtime: str

    @property
    def words(self) -> str:
        """In one line."""
        threads = "1 thread" if self.threads == 1 else f"{self.threads} threads"
        return f"{self.processor}, {self.cores} cores, {threads}, {self.runtime}"


@dataclass(frozen=True, slots=True)
class Row:
    """One model. `error` is its error rate, `loss` against the parent (the parent has neither loss nor verdict).

    `size` is of the served file and `memory` the peak of a process that serves it, both in bytes. A variant for GPUs
    has no speeds and no memory: those of this processor would say nothing.
    """

    name: str
    slug: str
    digest: str
    variant: str | None
    parameters: int
    size: int
    memory: int | None
    error: Rate
    loss: Loss | None
    speeds: Sequence[Speed]
    verdict: Verdict | None
    pareto: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was compared on what, the parent first. `item` says what one item of the timed batches is."""

    kind: str
    data_set: Mapping[str, str]
    split: Split
    items: int
    item: str
    machine: Machine
    rows: Sequence[Row]

    def as_json(self) -> JsonObject:
        """Plain values."""
        return asdict(self)

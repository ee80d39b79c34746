"""What was seen of a version's answers, added up: some hundred of them, as a few counts."""

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import BaseModel, Field

from ml.drift.reference import CONFIDENCE, FAMILIAR, Reference


class Seen(NamedTuple):
    """One answer: its best label, and its figures by name (`confidence`, `familiar`, the traits of its file)."""

    label: str
    figures: Mapping[str, float]


class LabelCount(BaseModel):
    """Answers with one label, how many of them were above the threshold, and how familiar their files were in all."""

    count: int = 0
    above: int = 0
    familiar: float = 0.0


class Window(BaseModel):
    """Counts of answers; `spreads` are those of each figure between the edges of its reference."""

    count: int = 0
    labels: dict[str, LabelCount] = Field(default_factory=dict)
    spreads: dict[str, list[int]] = Field(default_factory=dict)

    def plus(self, other: "Window") -> "Window":
        """Both together."""
        found = self.model_copy(deep=True)
        found.count += other.count
        for label, one in other.labels.items():
            mine = found.labels.setdefault(label, LabelCount())
            mine.count, mine.above = mine.count + one.count, mine.above + one.above
            mine.familiar += one.familiar
        for name, counts in other.spreads.items():
            before = found.spreads.get(name, [0] * len(counts))
            found.spreads[name] = [sum(pair) for pair in zip(before, counts, strict=True)]
        return found

    def add(self, seen: Seen, reference: Reference) -> None:
        """One more answer. Figures that the reference does not have, and labels that it does not know, are left out."""
        self.count += 1
        if seen.label in reference.labels:
            one = self.labels.setdefault(seen.label, LabelCount())
            one.count += 1
            one.above += seen.figures.get(CONFIDENCE, 0.0) > reference.threshold
            one.familiar += seen.figures.get(FAMILIAR, 0.0)
        for name, spread in reference.spreads.items():
            if name in seen.figures:
                counts = self.spreads.setdefault(name, [0] * len(spread.shares))
                counts[spread.part_of(seen.figures[name])] += 1

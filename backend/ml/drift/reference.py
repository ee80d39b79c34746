"""What a bundle's manifest keeps of the validation items, to hold against them what comes in: `drift`."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, JsonValue

Values = NDArray[np.float64]
PARTS = 10
# Of fewer items the tenths say little, and neither does the threshold.
FEWEST = 100
# The two figures of an answer that each kind has; those of an input are its kind's traits.
CONFIDENCE, FAMILIAR = "confidence", "familiar"


class Spread(BaseModel):
    """How a figure is spread: the `shares` of the items below the first edge, between two of them, from the last on."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    edges: tuple[float, ...]
    shares: tuple[float, ...] = Field(min_length=1)

    @classmethod
    def of(cls, values: Values) -> "Spread":
        """In tenths, fewer where many values are the same, and what is above all of them."""
        tenths = np.quantile(values, np.linspace(0, 1, PARTS + 1)[1:-1]).round(4)
        edges = np.unique([*tenths, (np.floor(values.max() * 1e4) + 1) / 1e4])
        counts = np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1)
        return cls(edges=tuple(edges.tolist()), shares=smoothed(counts))

    def part_of(self, value: float) -> int:
        """Between which edges a value lies, from 0 on."""
        return int(np.searchsorted(self.edges, value, side="right"))


class LabelShare(BaseModel):
    """Of one label: its share of the answers, and how familiar the items are on average that get it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    share: float
    familiar: float | None = None


class Reference(BaseModel):
    """What validation items were like, and how well the version did on them.

    `accuracy` is the share that it was right about, and `threshold` the confidence that as many of them have: the
    share of answers above it estimates how many are right (average thresholded confidence, Garg et al. 2022,
    arXiv:2201.04234).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    items: int = Field(ge=1)
    spreads: Mapping[str, Spread]
    labels: Mapping[str, LabelShare]
    accuracy: float
    threshold: float


def smoothed(counts: NDArray[np.int64]) -> tuple[float, ...]:
    """Shares, none of them nothing: what was not seen among some thousand items may come all the same."""
    return tuple(((counts + 0.5) / (counts.sum() + len(counts) / 2)).round(6).tolist())


def reference_of(
    answers: Sequence[str], labels: Sequence[str], right: NDArray[np.bool_], figures: Mapping[str, Values]
) -> Reference | None:
    """From what validation items were answered; None where these are too few to say.

    Args:
        answers: the best label of each.
        labels: all that the version knows.
        right: whether each answer is right.
        figures: by name the values of all items; `confidence` is among them.
    """
    if len(answers) < FEWEST:
        return None
    confidence, accuracy = figures[CONFIDENCE], float(right.mean())
    return Reference(
        items=len(answers),
        spreads={name: Spread.of(values) for name, values in figures.items()},
        labels=_shares(np.asarray(answers), labels, figures.get(FAMILIAR)),
        accuracy=round(accuracy, 4),
        threshold=round(float(np.quantile(confidence, 1 - accuracy)), 4),
    )


def _shares(answers: NDArray[np.str_], labels: Sequence[str], familiar: Values | None) -> dict[str, LabelShare]:
    places = [np.flatnonzero(answers == label) for label in labels]
    shares = smoothed(np.array([len(found) for found in places]))
    means = [
        None if familiar is None else round(float(familiar[found].mean() if len(found) else familiar.mean()), 4)
        for found in places
    ]
    return {
        label: LabelShare(share=share, familiar=mean) for label, share, mean in zip(labels, shares, means, strict=True)
    }


def read(kept: Mapping[str, JsonValue] | None) -> Reference | None:
    """What a manifest keeps; None where it keeps nothing. Raises pydantic's ValidationError where it is broken."""
    return None if kept is None else Reference.model_validate(kept)

"""How a version computes on a device: as it was calibrated there, or by rules that suit most."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import TypeVar

from pydantic import Field

from ml.progress import Frozen

# More would only divide batches into parts that are too small.
MOST_LANES = 4
# Of a larger model a second copy of the weights takes more memory than the time is worth.
LANE_BYTES = 256 * 1024 * 1024
# Of small items four are a tenth cheaper together than alone; one of 224 x 224 is as cheap as sixteen, and the fewer
# there are in an inference, the sooner after one another lanes end, and the sooner the next batch has one of them.
LANE_ITEMS, LANE_VALUES = 4, 3 * 224 * 224
AnyRow = TypeVar("AnyRow")


class Most(Frozen):
    """At most so many `items` in one inference, of items with at most so many `values` each."""

    values: int = Field(ge=1)
    items: int = Field(ge=1)


class Setup(Frozen):
    """How a version computes.

    Args:
        threads: that compute, all together; one item alone has them all.
        lanes: inferences side by side, each with its share of the threads; 1: one after the other.
        most: by the values of an item, the fewest first; what has more than the last ones is as these.
            None: nobody has measured it.
        arena: memory comes from the arena that all models share.
        patterns: where in memory everything lies is remembered for each shape.
    """

    threads: int = Field(ge=1)
    lanes: int = Field(1, ge=1, le=MOST_LANES)
    most: tuple[Most, ...] = ()
    arena: bool = True
    patterns: bool = False

    def items(self, values: int, allowed: int) -> int:
        """How many items of so many values go into one inference, where the kind allows so many to wait together."""
        if self.most:
            return next((most.items for most in self.most if values <= most.values), self.most[-1].items)
        return allowed if self.lanes == 1 else max(1, min(LANE_ITEMS, LANE_VALUES // values))

    def parts(self, rows: Sequence[AnyRow], items: int) -> Iterator[Sequence[AnyRow]]:
        """Rows in nearly equal parts of at most so many items: as many as there are lanes, or a multiple of it."""
        count = min(len(rows), self.lanes * ceil(len(rows) / (self.lanes * items)))
        for number in range(count):
            yield rows[number * len(rows) // count : (number + 1) * len(rows) // count]


def usual(device: str, threads: int, model_bytes: int) -> Setup:
    """For a model of so many bytes on `cpu` or `cuda:N`."""
    one_lane = device != "cpu" or threads < 2 or model_bytes > LANE_BYTES
    return Setup(threads=threads, lanes=1 if one_lane else min(threads, MOST_LANES))

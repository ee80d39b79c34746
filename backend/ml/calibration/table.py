"""What was measured of a version on a device, and what that says."""

from pydantic import Field

from ml.progress import Frozen
from ml.serving.setup import Setup


class Cell(Frozen):
    """Items of one size, computed in one way for so many `rounds`.

    Args:
        setup: the way; its `most` is empty.
        values: of one item.
        items: in one inference; as many inferences are side by side as there are lanes.
        per_second: items by the clock, in the better rounds.
        cpu_ms: of the processors an item, in the better rounds.
        bytes: of memory at most, beyond the loaded model; None where nobody knows.
    """

    setup: Setup
    values: int = Field(ge=1)
    items: int = Field(ge=1)
    per_second: float = Field(gt=0)
    cpu_ms: float = Field(ge=0)
    bytes: int | None = None
    rounds: int = Field(ge=1)


class Calibration(Frozen):
    """The cheapest setup of those that are quick, and all cells that were measured.

    Args:
        per_second: items by the clock, for each of the setup's `most`.
        others: the share of the processors, 0 to 1, that other work took meanwhile; None where nobody knows.
    """

    setup: Setup
    per_second: tuple[float, ...]
    cells: tuple[Cell, ...]
    others: float | None = None

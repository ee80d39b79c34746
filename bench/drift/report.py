"""The figures of all cells as a table, and what they come to."""

from collections.abc import Mapping, Sequence

import numpy as np

from bench.drift.cells import Cell

# Within so many points an estimate is right; what costs as many is to be seen, within so many inputs.
POINTS, INPUTS = 0.05, 200
Cells = Mapping[tuple[str, int], Cell]
HEAD = """| damage | right, of 100 | estimated | seen after |
|---|---|---|---|"""


def rows(cells: Cells) -> list[str]:
    """A line for each sort of damage, its strengths beside each other."""
    names = list(dict.fromkeys(name for name, _ in cells))
    return [HEAD, *(_row(name, [cell for (of, _), cell in cells.items() if of == name]) for name in names)]


def _row(name: str, cells: Sequence[Cell]) -> str:
    truths = " · ".join(f"{100 * cell.truth:.0f}" for cell in cells)
    estimates = " · ".join(_marked(cell) for cell in cells)
    return f"| {name} | {truths} | {estimates} | {' · '.join(_after(cell) for cell in cells)} |"


def _marked(cell: Cell) -> str:
    text = f"{100 * cell.estimated.share:.0f}"
    return text if off(cell) <= POINTS else f"**{text}**"


def _after(cell: Cell) -> str:
    """The middle one of its streams."""
    if sum(count is None for count in cell.until) * 2 > len(cell.until):
        return "–"
    return f"{np.median([INPUTS + 1 if count is None else count for count in cell.until]):.0f}"


def off(cell: Cell) -> float:
    """By how much the estimate is off."""
    return abs(cell.estimated.share - cell.truth)


def summary(cells: Cells, clean: Cell, windows: int, false: int) -> list[str]:
    """What is aimed at: the estimate, the alarm, the false alarms."""
    every = list(cells.values())
    costly = {key: cell for key, cell in cells.items() if cell.truth <= clean.truth - POINTS}
    streams = [count for cell in costly.values() for count in cell.until]
    missed = [f"{name} {number}" for (name, number), cell in costly.items() if None in cell.until]
    errors = {
        "this estimate": [off(cell) for cell in every],
        "share above the threshold": [abs(cell.thresholded - cell.truth) for cell in every],
        "mean confidence": [abs(cell.confidence - cell.truth) for cell in every],
    }
    told = [
        f"{name}: within 5 points in {100 * np.mean(np.array(found) <= POINTS):.0f} % of {len(every)} cells, "
        f"off by {100 * np.mean(found):.1f} points on average, by {100 * max(found):.1f} at most"
        for name, found in errors.items()
    ]
    return [
        f"undamaged: {100 * clean.truth:.1f} % right, estimated {100 * clean.estimated.share:.1f} %",
        *told,
        f"the truth is within the band in {100 * np.mean([cell.covered for cell in every]):.0f} % of windows",
        f"{len(costly)} cells cost {100 * POINTS:.0f} points: drift is seen within {INPUTS} inputs in "
        f"{100 * np.mean([count is not None for count in streams]):.1f} % of {len(streams)} streams, "
        f"after {np.median([count or INPUTS + 1 for count in streams]):.0f} in the middle"
        + (f"; not always: {', '.join(missed)}" if missed else ""),
        f"{false} false alarms in {windows} undamaged windows",
    ]

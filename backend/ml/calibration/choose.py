"""Which of the measured ways to take: the cheapest of those that are nearly as quick as the quickest."""

from collections.abc import Callable, Iterable, Sequence
from statistics import mean

from ml.calibration.table import Cell
from ml.errors import CalibrationError

# A minute tells no smaller difference from chance.
NEARLY = 0.97
# So much of the rate of one item alone has to be left.
ALONE = 0.87
# A worker has other models beside this one.
MOST_BYTES = 512 * 1024 * 1024
# The cells of one way, one for each size of items.
Option = Sequence[Cell]


def choose(cells: Iterable[Cell]) -> Option:
    """The cells to compute by, the fewest values first. Raises CalibrationError where nothing keeps within the memory.

    Sizes count alike. Where several ways are as good, memory is had as usual, and the quickest of them is taken.
    """
    kept = [cell for cell in cells if (cell.bytes or 0) <= MOST_BYTES]
    sizes = sorted({cell.values for cell in kept})
    ways = {cell.setup: [one for one in kept if one.setup == cell.setup] for cell in kept}
    whole = [own for own in ways.values() if {cell.values for cell in own} == set(sizes)]
    options = [[_best([cell for cell in own if cell.values == size]) for size in sizes] for own in whole]
    options = [option for option in options if _quick_alone(option[0], kept)]
    if not options:
        raise CalibrationError(f"To compute it takes over {MOST_BYTES >> 20} MiB beside the model, in whatever way.")
    quickest = {size: max(cell.per_second for cell in kept if cell.values == size) for size in sizes}

    def slowness(option: Option) -> float:
        return mean(quickest[cell.values] / cell.per_second for cell in option)

    quick = _nearly_least(options, slowness)
    least = [min(option[place].cpu_ms for option in quick) or 1 for place in range(len(sizes))]
    cheap = _nearly_least(
        quick, lambda option: mean(cell.cpu_ms / one for cell, one in zip(option, least, strict=True))
    )
    return min(cheap, key=lambda option: (not option[0].setup.arena or option[0].setup.patterns, slowness(option)))


def _best(cells: Sequence[Cell]) -> Cell:
    """Of one way and size: the fewest items that are quick and cheap."""
    quick = [cell for cell in cells if cell.per_second >= NEARLY * max(one.per_second for one in cells)]
    cheap = [cell for cell in quick if NEARLY * cell.cpu_ms <= min(one.cpu_ms for one in quick)]
    return min(cheap, key=lambda cell: cell.items)


def _quick_alone(way: Cell, cells: Iterable[Cell]) -> bool:
    """Whether the threads of a way answer one item alone, of the smallest size, nearly as soon as others would."""
    alone = [cell for cell in cells if (cell.items, cell.setup.lanes, cell.values) == (1, 1, way.values)]
    rates = {cell.setup.threads: cell.per_second for cell in alone}
    return rates.get(way.setup.threads, 0) >= ALONE * max(rates.values(), default=0)


def _nearly_least(options: Sequence[Option], figure: Callable[[Option], float]) -> list[Option]:
    least = min(figure(option) for option in options)
    return [option for option in options if NEARLY * figure(option) <= least]

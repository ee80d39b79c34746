"""How well a version tells strangers, files of nothing that it learned, from files of what it knows."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from ml.errors import BadInput
from ml.intervals import bootstrap
from ml.kinds import KindFile
from ml.sampling import parts_of
from ml.serving.engine import Engine
from ml.types import Item, Output

CHUNK, DRAWS = 64, 500
PASS = 0.95  # so many of the known ones shall pass
Familiar = NDArray[np.float64]


class StrangersFile(Protocol):
    """Files that no model learned from, made here."""

    def make(self, folder: Path) -> dict[str, list[Path]]:
        """Write them, by what they show; the same ones each time."""


STRANGERS: KindFile[StrangersFile] = KindFile("strangers")


def told_apart(
    engine: Engine, known: Sequence[Output | None], more: Mapping[str, Sequence[Path]]
) -> dict[str, JsonValue]:
    """Figures for each kind of strangers: those that are made here, and `more`; nothing where the version cannot tell.

    Args:
        known: the answers to files of what it knows.
    """
    passing = familiar_of(known)
    if not len(passing):
        return {}
    with TemporaryDirectory() as folder:
        made = STRANGERS.of(engine.bundle.manifest.kind).make(Path(folder))
        return {name: figures(passing, familiar_of(answers(engine, files))) for name, files in {**made, **more}.items()}


def answers(engine: Engine, files: Sequence[Path]) -> list[Output | None]:
    """What the version answers; None for what it cannot read."""
    found = [one for part in parts_of(files, CHUNK) for one in engine.predict_many([Item(file) for file in part])]
    return [None if isinstance(one, BadInput) else one.output for one in found]


def familiar_of(found: Sequence[Output | None]) -> Familiar:
    """How familiar the files are, of which that is known."""
    return np.array([one.familiar for one in found if one is not None and one.familiar is not None])


def figures(known: Familiar, strange: Familiar) -> dict[str, JsonValue]:
    """The area under the curve, and the share of strangers let through when 95 % of the known pass, with intervals."""
    apart = len(known)

    def drawn(items: NDArray[np.int64]) -> tuple[Familiar, Familiar]:
        everything = np.concatenate([known, strange])
        return everything[items[items < apart]], everything[items[items >= apart]]

    total = apart + len(strange)
    return {
        "items": len(strange),
        "area": round(area(known, strange), 4),
        "area_interval": _rounded(bootstrap(lambda items: area(*drawn(items)), total, DRAWS)),
        "let_through": round(let_through(known, strange), 4),
        "let_through_interval": _rounded(bootstrap(lambda items: let_through(*drawn(items)), total, DRAWS)),
    }


def area(known: Familiar, strange: Familiar) -> float:
    """How often a known file is more familiar than a stranger; as often as not is half (Mann and Whitney 1947)."""
    order = np.sort(strange)
    below, up_to = np.searchsorted(order, known, "left"), np.searchsorted(order, known, "right")
    return float((below + up_to).mean() / (2 * max(1, len(strange))))


def let_through(known: Familiar, strange: Familiar) -> float:
    """The share of strangers that are at least as familiar as the least familiar of the known that pass."""
    return float((strange >= np.quantile(known, 1 - PASS)).mean())


def _rounded(interval: tuple[float, float]) -> list[JsonValue]:
    return [round(value, 4) for value in interval]

"""Where a run is and what its curve looks like: all of it plain numbers, kept in each checkpoint."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ml.training.events import Epoch, EpochKept

CURVE_POINTS = 2000


@dataclass
class Progress:
    """`epoch` epochs and `batch` batches of the next one are done, `step` in all; losses are sums since a point.

    `curve` has the mean loss between points, `epochs` one entry per finished epoch, `stale` counts epochs without a
    better metric than `best`, which was reached in `best_epoch` (from 1).
    """

    epoch: int = 0
    batch: int = 0
    step: int = 0
    seconds: float = 0.0
    point_loss: float = 0.0
    point_steps: int = 0
    epoch_loss: float = 0.0
    best: float | None = None
    best_loss: float | None = None
    best_epoch: int = 0
    stale: int = 0
    stopped_early: bool = False
    curve: list[dict[str, float]] = field(default_factory=list)
    epochs: list[Epoch] = field(default_factory=list)

    def save(self, file: Path) -> None:
        """Replace a file."""
        write_json(file, {**asdict(self), "epochs": [epoch.entry() for epoch in self.epochs]})

    @classmethod
    def load(cls, file: Path) -> "Progress":
        """Read what `save` wrote."""
        content = json.loads(file.read_text(encoding="utf-8"))
        return cls(**{**content, "epochs": [EpochKept.model_validate(epoch) for epoch in content["epochs"]]})


def write_json(file: Path, content: Mapping[str, object]) -> None:
    """Write a file in one move, so that a reader never sees half of it."""
    new = file.with_name(f".{file.name}.new")
    new.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    new.replace(file)

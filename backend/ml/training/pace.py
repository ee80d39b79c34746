"""How fast a run is, since it was started or went on: what was before tells nothing of this machine."""

import time
from dataclasses import dataclass, field


@dataclass
class Pace:
    """Items and steps since `began`, in seconds of the monotonic clock."""

    steps: int = 0
    items: int = 0
    began: float = field(default_factory=time.monotonic)

    def add(self, items: int) -> None:
        """One more step with so many items."""
        self.steps, self.items = self.steps + 1, self.items + items

    @property
    def examples_per_second(self) -> float:
        """Items per second, validation and checkpoints included."""
        return self.items / max(1e-9, time.monotonic() - self.began)

    def seconds_for(self, steps: int) -> float:
        """How long so many steps will take at this pace."""
        return steps * (time.monotonic() - self.began) / max(1, self.steps)

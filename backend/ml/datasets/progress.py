"""Long work tells how far it is, and ends when it is asked to."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeVar

from ml.errors import Cancelled
from ml.progress import Progress, ProgressCallback

EVERY_SECONDS = 0.2
Element = TypeVar("Element")


@dataclass
class Watch:
    """Reports the stages `unpack`, `read`, `compare` and `write`, and asks whether to go on; neither: ``Watch()``."""

    callback: ProgressCallback = lambda _: None
    cancelled: Callable[[], bool] = lambda: False
    _reported: float = field(default=0.0, repr=False)

    def step(self, stage: str, done: int, total: int) -> None:
        """Report and ask, at most five times a second and at the end of a stage: both may cost the caller a query.

        Raises:
            Cancelled: the caller wants no more of it.
        """
        if done != total and monotonic() - self._reported < EVERY_SECONDS:
            return
        self._reported = monotonic()
        if self.cancelled():
            raise Cancelled("The work on the data set was stopped; nothing was kept.")
        self.callback(Progress(stage=stage, done=done, total=total))

    def over(self, stage: str, elements: Iterable[Element], total: int) -> Iterator[Element]:
        """Pass the elements on and report after each."""
        self.step(stage, 0, total)
        for done, element in enumerate(elements, start=1):
            yield element
            self.step(stage, done, total)

"""Parts of a batch side by side on the cores of a CPU."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from ml.serving.session import Session


class Lanes:
    """A batch in so many equal parts, each computed by a thread of its own.

    Threads that share one inference wait for each other at every layer, and the longer the more other work there is on
    the machine; here they wait once a batch. It takes a second copy of the weights, loaded with the first batch.
    """

    def __init__(self, open_one: Callable[[], Session], count: int) -> None:
        self.count = count
        self._open = open_one
        self._session: Session | None = None
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="lane")

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Logits of a batch of at least `count` items. Raises whatever ONNX Runtime raises."""
        session = self._session = self._session or self._open()
        return np.concatenate(list(self._pool.map(session.run, np.array_split(batch, self.count))))

    def stop(self) -> None:
        """Nobody waits any more for what is computed here."""
        if self._session:
            self._session.stop()

    def rest(self, batch: NDArray[np.float32]) -> None:
        """As a session's."""
        if self._session:
            self._session.rest(batch)

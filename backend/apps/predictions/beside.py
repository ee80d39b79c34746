"""What a worker does beside the computing: it claims and reads the next batch, and writes the last one."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

from django.db import connections

from apps.predictions.batch import Batch


class Beside:
    """Two threads, each with a connection of its own, both begun when they are first needed.

    Args:
        claim: gives the next batch, prepared, or none.
    """

    def __init__(self, claim: Callable[[], Batch | None]) -> None:
        self._claim = claim
        self._claimer, self._writer = ThreadPoolExecutor(1, "ahead"), ThreadPoolExecutor(1, "behind")
        self._used: set[ThreadPoolExecutor] = set()
        self._claimed: Future[Batch | None] | None = None
        self._written: Future[object] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.give_back()
            self._wait_for_writing()
        finally:
            for pool in self._used:
                pool.submit(connections.close_all)
                pool.shutdown()

    def begin(self) -> None:
        """Claim the next batch."""
        self._used.add(self._claimer)
        self._claimed = self._claimer.submit(self._claim)

    def take(self) -> Batch | None:
        """The batch that was claimed ahead, if any was. Raises what the claim raised."""
        claimed, self._claimed = self._claimed, None
        return claimed.result() if claimed else None

    def give_back(self) -> None:
        """What was claimed ahead is for others."""
        if batch := self.take():
            batch.give_back()

    def write(self, end: Callable[[], object]) -> None:
        """Write the end of a batch: beside the next one, or at once where none was claimed."""
        self._wait_for_writing()
        if self._claimed:
            self._used.add(self._writer)
            self._written = self._writer.submit(end)
        else:
            end()

    def _wait_for_writing(self) -> None:
        written, self._written = self._written, None
        if written:
            written.result()

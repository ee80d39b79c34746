"""What a worker does beside the computing: it claims and reads the next batch, and writes the last one."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

from django.db import connections

from apps.predictions.batch import Batch


class Beside:
    """Two threads, each with a connection of its own, begun when it is needed: for a file that comes alone it is not.

    Args:
        claim: gives the next batch, prepared, or none.
    """

    def __init__(self, claim: Callable[[], Batch | None]) -> None:
        self._claim = claim
        self._threads: dict[str, ThreadPoolExecutor] = {}
        self._claimed: Future[Batch | None] | None = None
        self._asked: threading.Event | None = None
        self._written: Future[object] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.give_back()
            self._wait_for_writing()
        finally:
            for pool in self._threads.values():
                pool.submit(connections.close_all)
                pool.shutdown()

    def begin(self, *, after: float | None) -> None:
        """Claim the next batch in so many seconds, unless somebody asks for it sooner; None: not at all."""
        if after is not None:
            self._asked = threading.Event()
            self._claimed = self._thread("ahead").submit(self._claim_after, after, self._asked)

    def take(self) -> Batch | None:
        """The batch that was claimed ahead, if any was. Raises what the claim raised."""
        if self._asked:
            self._asked.set()
        claimed, self._claimed = self._claimed, None
        return claimed.result() if claimed else None

    def _claim_after(self, seconds: float, asked: threading.Event) -> Batch | None:
        return None if seconds and asked.wait(seconds) else self._claim()

    def give_back(self) -> None:
        """What was claimed ahead is for others."""
        if batch := self.take():
            batch.give_back()

    def write(self, end: Callable[[], object]) -> None:
        """Write the end of a batch: beside the next one, or at once where none was claimed."""
        self._wait_for_writing()
        if self._claimed:
            self._written = self._thread("behind").submit(end)
        else:
            end()

    def _thread(self, name: str) -> ThreadPoolExecutor:
        if name not in self._threads:
            self._threads[name] = ThreadPoolExecutor(1, name)
        return self._threads[name]

    def _wait_for_writing(self) -> None:
        written, self._written = self._written, None
        if written:
            written.result()

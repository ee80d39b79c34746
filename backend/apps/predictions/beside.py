"""What a worker does beside the computing: it claims and reads the next batch, and writes the last one."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Literal, Self, TypeVar

from django.db import connections

from apps.predictions.batch import Batch

Result = TypeVar("Result")


class Threads:
    """Two threads, each with a connection of its own, begun when it is needed: for a file that comes alone it is not.

    To begin one and to connect takes as long as to claim and end some rows: they are kept until the block ends.
    """

    def __init__(self) -> None:
        self._pools = {name: ThreadPoolExecutor(1, name) for name in ("ahead", "behind")}
        self._begun: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for name in self._begun:
            self._pools[name].submit(connections.close_all)
        for pool in self._pools.values():
            pool.shutdown()

    def submit(self, name: Literal["ahead", "behind"], work: Callable[[], Result]) -> "Future[Result]":
        """Have it done by one of them."""
        self._begun.add(name)
        return self._pools[name].submit(work)


class Beside:
    """The batch that is claimed ahead, and the one that is being written.

    Args:
        claim: gives the next batch, prepared, or none.
    """

    def __init__(self, claim: Callable[[], Batch | None], threads: Threads) -> None:
        self._claim, self._threads = claim, threads
        self._claimed: Future[Batch | None] | None = None
        self._asked: threading.Event | None = None
        self._written: Future[object] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.give_back()
        finally:
            self._wait_for_writing()

    def begin(self, *, after: float | None) -> None:
        """Claim the next batch in so many seconds, unless somebody asks for it sooner; None: not at all."""
        if after is not None:
            self._asked = threading.Event()
            self._claimed = self._threads.submit("ahead", partial(self._claim_after, after, self._asked))

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
            self._written = self._threads.submit("behind", end)
        else:
            end()

    def _wait_for_writing(self) -> None:
        written, self._written = self._written, None
        if written:
            written.result()

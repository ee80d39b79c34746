"""What a worker does beside the computing: it claims, reads and feeds the next batch, and writes the last one."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Next:
    """The batch after the one that is computed. `over`: that one is done."""

    soon: threading.Event = field(default_factory=threading.Event)
    over: bool = False
    claimed: "Future[Batch | None] | None" = None


class Beside:
    """The batch that is claimed ahead, and the one that is being written.

    Args:
        claim: gives the next batch, prepared, or none.
    """

    def __init__(self, claim: Callable[[], Batch | None], threads: Threads) -> None:
        self._claim, self._threads = claim, threads
        self._next: _Next | None = None
        self._written: Future[object] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.give_back()
        finally:
            self._wait_for_writing()

    def begin(self, *, after: float | None) -> None:
        """Claim the next batch in so many seconds, or sooner when there is room for it; None: only then."""
        self._next = _Next()
        if after is not None:
            self._claim_in(after, self._next)

    def room(self) -> None:
        """What is computed leaves room: the next batch is claimed, unless it was, and fed."""
        if self._next:
            self._next.soon.set()
            if not self._next.claimed:
                self._claim_in(0, self._next)

    def take(self) -> Batch | None:
        """The batch that was claimed ahead, if any was. Raises what the claim raised."""
        given, self._next = self._next, None
        if given is None or given.claimed is None:
            return None
        given.over = True
        given.soon.set()
        return given.claimed.result()

    def _claim_in(self, seconds: float, given: _Next) -> None:
        given.claimed = self._threads.submit("ahead", partial(self._claim_after, seconds, given))

    def _claim_after(self, seconds: float, given: _Next) -> Batch | None:
        given.soon.wait(seconds)
        batch = None if seconds and given.over else self._claim()
        if batch:
            self._threads.submit("ahead", partial(_feed, batch, given))
        return batch

    def give_back(self) -> None:
        """What was claimed ahead is for others."""
        if batch := self.take():
            batch.give_back()

    def write(self, end: Callable[[], object]) -> None:
        """Write the end of a batch: beside the next one, or at once where none was claimed."""
        self._wait_for_writing()
        if self._next and self._next.claimed:
            self._written = self._threads.submit("behind", end)
        else:
            end()

    def _wait_for_writing(self) -> None:
        written, self._written = self._written, None
        if written:
            written.result()


def _feed(batch: Batch, given: _Next) -> None:
    given.soon.wait()
    if not given.over:
        batch.feed()

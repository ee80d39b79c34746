"""Few threads compute at once, however many requests there are.

In one process one thread computes at a time, and the more of them want to, the more is lost by handing that on: with
ten at once a request costs a third more CPU time than with two. But who waits for a storage, or for a file that takes
long to be looked at, shall keep nobody waiting.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# Usual requests take a tenth of that; what takes longer waits for something.
SLOW_SECONDS = 0.05


class FewAtOnce:
    """Of one event loop: `most` at once, and one more for each that has taken longer than SLOW_SECONDS."""

    def __init__(self, most: int) -> None:
        self._free = asyncio.Semaphore(most)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """In turn."""
        await self._free.acquire()
        place = _Place(self._free)
        slow = asyncio.get_running_loop().call_later(SLOW_SECONDS, place.leave)
        try:
            yield
        finally:
            slow.cancel()
            place.leave()


class _Place:
    """Left once, by whatever comes first."""

    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free, self._left = free, False

    def leave(self) -> None:
        if not self._left:
            self._left = True
            self._free.release()

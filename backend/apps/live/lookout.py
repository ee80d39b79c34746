"""Has a page missed something? One statement answers all pages of this process that ask within a second."""

import asyncio
import logging
from collections.abc import Callable, Collection
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from django.db import InterfaceError, OperationalError

from apps.live.models import Stream

logger = logging.getLogger(__name__)
GATHER_SECONDS = 1.0
# SQLite takes 32,766 values in a statement.
USERS_AT_ONCE = 5000

Answer = Callable[[int], None]


class Lookout:
    """Of one event loop."""

    def __init__(self) -> None:
        self._asking: dict[int, list[Answer]] = {}
        self._looking: asyncio.Task[None] | None = None

    def ask(self, user_id: int, answer: Answer) -> None:
        """Call `answer` soon with the number of the user's newest event; never, where the database is away."""
        self._asking.setdefault(user_id, []).append(answer)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())

    async def _look(self) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        asking, self._asking, self._looking = self._asking, {}, None
        try:
            newest = await database_sync_to_async(_newest_of)(asking)
        except (OperationalError, InterfaceError) as error:
            logger.warning("pages cannot be told what they missed, they ask again at their next heartbeat: %s", error)
            return
        for user_id, answers in asking.items():
            for answer in answers:
                answer(newest.get(user_id, 0))


def _newest_of(users: Collection[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    wanted = list(users)
    for start in range(0, len(wanted), USERS_AT_ONCE):
        some = wanted[start : start + USERS_AT_ONCE]
        found |= dict(Stream.objects.filter(user_id__in=some).values_list("user_id", "last_seq"))
    return found


_lookouts: "WeakKeyDictionary[asyncio.AbstractEventLoop, Lookout]" = WeakKeyDictionary()


def lookout() -> Lookout:
    """The lookout of the running loop."""
    loop = asyncio.get_running_loop()
    if loop not in _lookouts:
        _lookouts[loop] = Lookout()
    return _lookouts[loop]

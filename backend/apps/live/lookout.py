"""Has a page missed something, and may it still listen? Two statements answer all that ask within a second."""

import asyncio
import logging
from collections.abc import Callable, Collection
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from django.db import InterfaceError, OperationalError

from apps.accounts.rights import Right, standing
from apps.live.models import Stream

logger = logging.getLogger(__name__)
GATHER_SECONDS = 1.0
# SQLite takes 32,766 values in a statement, and a right has three at most.
RIGHTS_AT_ONCE = 5000

Answer = Callable[[int | None], None]


class Lookout:
    """Of one event loop."""

    def __init__(self) -> None:
        self._asking: dict[Right, list[Answer]] = {}
        self._looking: asyncio.Task[None] | None = None

    def ask(self, right: Right, answer: Answer) -> None:
        """Call `answer` soon with the number of the user's newest event, or None where the right has ended.

        Never, where the database is away.
        """
        self._asking.setdefault(right, []).append(answer)
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
        for right, answers in asking.items():
            for answer in answers:
                answer(newest.get(right))


def _newest_of(rights: Collection[Right]) -> dict[Right, int]:
    """Of each right that still holds."""
    found: dict[Right, int] = {}
    wanted = list(rights)
    for start in range(0, len(wanted), RIGHTS_AT_ONCE):
        some = standing(wanted[start : start + RIGHTS_AT_ONCE])
        users = {right.user for right in some}
        newest = dict(Stream.objects.filter(user_id__in=users).values_list("user_id", "last_seq"))
        found |= {right: newest.get(right.user, 0) for right in some}
    return found


_lookouts: "WeakKeyDictionary[asyncio.AbstractEventLoop, Lookout]" = WeakKeyDictionary()


def lookout() -> Lookout:
    """The lookout of the running loop."""
    loop = asyncio.get_running_loop()
    if loop not in _lookouts:
        _lookouts[loop] = Lookout()
    return _lookouts[loop]
